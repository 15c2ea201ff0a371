"""PyTorch's side of the benchmark: the programs of Rows.cs, line for line. Reads commands from standard input, one JSON object a line,
and answers each with one:
{"do": "check", "row": ..., "folder": ...}  computes the row on the inputs in the folder and answers {"error": e}: the largest difference
                                            of a result there from its own, relative to the largest element of its own; null if shapes
                                            differ or one is not finite
{"do": "time", "row": ..., "seconds": ...}  repeats a checked row and answers {"best": s, "median": s, "mean": s, "runs": n}
Usage: python3 peer.py THREADS"""
import glob, json, os, sys, time
threads = int(sys.argv[1])
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = str(threads)  # before torch loads its BLAS
import numpy
import torch
import torch.nn.functional as F
torch.set_num_threads(threads)
LONGEST = 1_000_000  # repetitions


class Workload:
    def __init__(self, leaves, forward, cotangent=None, learning_rate=None):
        self.leaves, self.forward, self.cotangent, self.learning_rate = leaves, forward, cotangent, learning_rate

    def run(self):
        if not self.leaves:
            return self.forward()
        for leaf in self.leaves: leaf.grad = None
        self.forward().backward(self.cotangent)
        if self.learning_rate is not None:
            with torch.no_grad():
                for p in self.leaves:
                    p -= self.learning_rate * p.grad
                    p.grad = None

    def results(self):
        if not self.leaves: return [self.forward()]
        self.run()
        return [p.detach() if p.grad is None else p.grad for p in self.leaves]


def tutorial(x):
    def forward():
        y = x + 2
        z = y * y * 3
        return z.mean()
    return Workload([x], forward)

def chain_small(x):
    def forward():
        y = x
        for _ in range(100): y = y * 1.01 + 0.001
        return y.sum()
    return Workload([x], forward)

def deep(x):
    def forward():
        y = x
        for _ in range(100_000): y = y * 1.0000001
        return y
    return Workload([x], forward)

def elementwise(x): return torch.tanh(x * 1.5 + 0.3) * torch.sigmoid(x) + torch.exp(-(x * x))

def elementwise_forward(x): return Workload([], lambda: elementwise(x))

def elementwise_backward(x): return Workload([x], lambda: elementwise(x).sum())

def mlp(*tensors):
    layers = len(tensors) // 2 - 1
    ws, bs, X, t = tensors[:layers], tensors[layers:2 * layers], tensors[-2], tensors[-1]
    def forward():
        h = X
        for i, (w, b) in enumerate(zip(ws, bs)):
            h = h @ w + b
            if i + 1 < layers: h = torch.relu(h)
        return F.cross_entropy(h, t)
    return Workload(tensors[:-2], forward, learning_rate=1e-4)

class PerSample:
    """The gradients of each example: a backward pass for each."""
    def __init__(self, *tensors):
        self.leaves, self.X, self.t = tensors[:-2], tensors[-2], tensors[-1]

    def run(self):
        layers, gradients = len(self.leaves) // 2, []
        for x, t in zip(self.X, self.t):
            for leaf in self.leaves: leaf.grad = None
            h = x
            for i in range(layers):
                h = h @ self.leaves[i] + self.leaves[layers + i]
                if i + 1 < layers: h = torch.relu(h)
            F.cross_entropy(h, t).backward()
            gradients.append([leaf.grad for leaf in self.leaves])
        return gradients

    def results(self): return [torch.stack(list(of)) for of in zip(*self.run())]

def matmul(a, b): return Workload([], lambda: a @ b)

def softmax_ce(x): return Workload([x], lambda: F.cross_entropy(x, torch.arange(512)))

def layernorm_gelu(x, w, b): return Workload([x, w, b], lambda: F.gelu(F.layer_norm(x, (1024,), w, b)).sum())

def attention(q, k, v, g): return Workload([q, k, v], lambda: torch.softmax(q @ k.transpose(-1, -2) / 8.0, -1) @ v, cotangent=g)

def embedding(table, indices): return Workload([table], lambda: (table[indices] ** 2).sum())

def rosen(x): return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()

def hessian50(x): return Workload([], lambda: torch.autograd.functional.hessian(rosen, x))

rows = dict(tutorial=tutorial, chain_small=chain_small, deep=deep, mlp_small=mlp, per_sample=PerSample, elementwise_forward=elementwise_forward,
            elementwise_backward=elementwise_backward, elementwise_backward_100k=elementwise_backward, softmax_ce=softmax_ce,
            layernorm_gelu=layernorm_gelu, attention=attention, embedding=embedding, hessian50=hessian50, matmul_256=matmul, matmul_1024=matmul, mlp_mnist=mlp)
prepared = {}


def load(folder, kind):
    return [numpy.load(os.path.join(folder, f"{kind}.{i}.npy")) for i in range(len(glob.glob(os.path.join(folder, f"{kind}.*.npy"))))]

def check(row, folder):
    workload = prepared[row] = rows[row](*[torch.from_numpy(a) for a in load(folder, "input")])
    for leaf in workload.leaves: leaf.requires_grad_()
    own, other = [r.numpy() for r in workload.results()], load(folder, "result")
    if [a.shape for a in own] != [b.shape for b in other]: return dict(error=None)
    error = float(numpy.max([numpy.abs(a - b).max() / numpy.abs(a).max() for a, b in zip(own, other)]))
    return dict(error=error if numpy.isfinite(error) else None)

def measure(row, seconds):
    run, times, end = prepared[row].run, [], time.perf_counter() + seconds
    while len(times) < LONGEST:
        t = time.perf_counter(); run(); now = time.perf_counter(); times.append(now - t)
        if now > end and len(times) >= 3: break
    times.sort()
    return dict(best=times[0], median=times[len(times) // 2], mean=sum(times) / len(times), runs=len(times))

print(json.dumps(dict(version=torch.__version__)), flush=True)
for line in sys.stdin:
    command = json.loads(line)
    answer = check(command["row"], command["folder"]) if command["do"] == "check" else measure(command["row"], command["seconds"])
    print(json.dumps(answer), flush=True)
