using System.Globalization;
using Autograd.CSharp;
using Xunit;
using static Autograd.CSharp.torch;
using Tensor = Autograd.CSharp.torch.Tensor;

namespace Autograd.Properties.Facade;

/// <summary>
/// Pieces, scatters, parts, products and losses against PyTorch 1.13.1: a row gives shape and elements of a result r of x and y, and the gradients
/// of r_1 + 2 r_2 + 3 r_3 + ... with respect to x and y; "-" is none.
/// </summary>
public class RecordedOperationsTests
{
    private static readonly Tensor i = tensor(new long[,] { { 0, 1, 1 }, { 1, 0, 0 } }), j = tensor(new long[] { 1, 0 }), k = tensor(new long[] { 2, 0 }), one = tensor(1), empty = zeros(0, dtype: int64),
        m = tensor(new[,] { { true, false, true }, { false, true, true } }), yes = tensor(true), no = tensor(false),
        t = tensor(new double[,] { { 1, 0, 1 }, { 0, 1, 1 } }, float64), s = tensor([1.0, -1.0], float64);

    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Of, string Shape, string Elements, string ByX, string ByY)[] s_rows =
    [
        ("x.scatter(0, i, y)", (x, y) => x.scatter(0, i, y), "[2, 3]", "2 -3 4 0.75 1 -0.5", "0 0 0 0 0 0", "1 5 6 4 2 3"),
        ("x.scatter(1, k.reshape(2, 1), y[TensorIndex.Ellipsis, ..1])", (x, y) => x.scatter(1, k.reshape(2, 1), y[TensorIndex.Ellipsis, ..1]), "[2, 3]", "1.5 -2 2 0.75 0.25 -1", "1 2 0 0 5 6", "3 0 0 4 0 0"),
        ("x.scatter(0, i, 2.5)", (x, y) => x.scatter(0, i, 2.5), "[2, 3]", "2.5 2.5 2.5 2.5 2.5 2.5", "0 0 0 0 0 0", "-"),
        ("x.scatter_add(0, i, y)", (x, y) => x.scatter_add(0, i, y), "[2, 3]", "3.5 -5 4.5 3.75 1.25 -1.5", "1 2 3 4 5 6", "1 5 6 4 2 3"),
        ("x.scatter_add(0, empty, y.detach())", (x, y) => x.scatter_add(0, empty, y.detach()), "[2, 3]", "1.5 -2 0.5 3 0.25 -1", "1 2 3 4 5 6", "-"),
        ("x[0, 0].scatter_add(0, j[1], y[0, 0])", (x, y) => x[0, 0].scatter_add(0, j[1], y[0, 0]), "[]", "3.5", "1 0 0 0 0 0", "1 0 0 0 0 0"),
        ("x[0].gather(0, k[1])", (x, y) => x[0].gather(0, k[1]), "[]", "1.5", "1 0 0 0 0 0", "-"),
        ("x[0, 0].gather(0, j[1])", (x, y) => x[0, 0].gather(0, j[1]), "[]", "1.5", "1 0 0 0 0 0", "-"),
        ("x.gather(1, i)", (x, y) => x.gather(1, i), "[2, 3]", "1.5 -2 -2 0.25 3 3", "1 5 0 11 4 0", "-"),
        ("x.index_add(1, k, y[TensorIndex.Ellipsis, ..2])", (x, y) => x.index_add(1, k, y[TensorIndex.Ellipsis, ..2]), "[2, 3]", "2.5 -2 2.5 0 0.25 -0.25", "1 2 3 4 5 6", "3 1 0 6 4 0"),
        ("x.index_add(0, j, y, alpha: -2)", (x, y) => x.index_add(0, j, y, alpha: -2), "[2, 3]", "0 4 -7.5 -1 -1.75 0", "1 2 3 4 5 6", "-8 -10 -12 -2 -4 -6"),
        ("x.index_copy(1, k, y[TensorIndex.Ellipsis, ..2])", (x, y) => x.index_copy(1, k, y[TensorIndex.Ellipsis, ..2]), "[2, 3]", "1 -2 2 -3 0.25 0.75", "0 2 0 0 5 0", "3 1 0 6 4 0"),
        ("x[0, 0].index_copy(0, j[1], y[0, 0])", (x, y) => x[0, 0].index_copy(0, j[1], y[0, 0]), "[]", "2", "0 0 0 0 0 0", "1 0 0 0 0 0"),
        ("x.index_fill(0, one, 7)", (x, y) => x.index_fill(0, one, 7), "[2, 3]", "1.5 -2 0.5 7 7 7", "1 2 3 0 0 0", "-"),
        ("x.index_select(1, k)", (x, y) => x.index_select(1, k), "[2, 2]", "0.5 1.5 -1 3", "2 0 1 4 0 3", "-"),
        ("x[0, 0].index_select(0, j[1..])", (x, y) => x[0, 0].index_select(0, j[1..]), "[]", "1.5", "1 0 0 0 0 0", "-"),
        ("x.masked_scatter(m, y)", (x, y) => x.masked_scatter(m, y), "[2, 3]", "2 -2 1 3 -0.5 0.75", "0 2 0 4 0 0", "1 3 5 6 0 0"),
        ("x.put(k, y[0, ..2])", (x, y) => x.put(k, y[0, ..2]), "[2, 3]", "1 -2 2 3 0.25 -1", "0 2 0 4 5 6", "3 1 0 0 0 0"),
        ("x.put(k + 2, y[0, ..2], true)", (x, y) => x.put(k + 2, y[0, ..2], true), "[2, 3]", "1.5 -2 1.5 3 2.25 -1", "1 2 3 4 5 6", "5 3 0 0 0 0"),
        ("x.take(i)", (x, y) => x.take(i), "[2, 3]", "1.5 -2 -2 -2 1.5 1.5", "12 9 0 0 0 0", "-"),
        ("take_along_dim(x, i, 1)", (x, y) => take_along_dim(x, i, 1), "[2, 3]", "1.5 -2 -2 0.25 3 3", "1 5 0 11 4 0", "-"),
        ("take_along_dim(x, k)", (x, y) => take_along_dim(x, k), "[2]", "0.5 1.5", "2 0 1 0 0 0", "-"),
        ("x.clamp_min(0.25)", (x, y) => x.clamp_min(0.25), "[2, 3]", "1.5 0.25 0.5 3 0.25 0.25", "1 0 3 4 5 0", "-"),
        ("x.clamp_max(y)", (x, y) => x.clamp_max(y), "[2, 3]", "1.5 -2 -0.5 0.75 -3 -1", "1 2 0 0 0 6", "0 0 3 4 5 0"),
        ("x.clamp_min(y[0])", (x, y) => x.clamp_min(y[0]), "[2, 3]", "2 1 0.5 3 1 -0.5", "0 0 3 4 0 0", "1 7 6 0 0 0"),
        ("(x * y).eq_(1.5)", (x, y) => (x * y).eq_(1.5), "[2, 3]", "0 0 0 0 0 0", "0 0 -0 0 -0 0", "0 -0 0 0 0 -0"),
        ("(x * y).ge_(y)", (x, y) => (x * y).ge_(y), "[2, 3]", "1 0 1 1 1 0", "0 0 -0 0 -0 0", "0 0 0 0 0 0"),
        ("x.kthvalue(2).values", (x, y) => x.kthvalue(2).values, "[2]", "0.5 0.25", "0 0 1 0 2 0", "-"),
        ("x.kthvalue(1, 0, true).values", (x, y) => x.kthvalue(1, 0, true).values, "[1, 3]", "1.5 -2 -1", "1 2 0 0 0 3", "-"),
        ("x.logcumsumexp(1)", (x, y) => x.logcumsumexp(1), "[2, 3]", "1.5 1.52975 1.835098 3 3.061968 3.079036", "5.08718 0.1234222 0.7893975 14.24361 0.6548518 0.1015426", "-"),
        ("x[0, 0].topk(1).values", (x, y) => x[0, 0].topk(1).values, "[]", "1.5", "1 0 0 0 0 0", "-"),
        ("x.topk(2, 1, false).values", (x, y) => x.topk(2, 1, false).values, "[2, 2]", "-2 0.5 -1 0.25", "0 1 2 0 4 3", "-"),
        ("einsum(\"ij,kj->ik\", x, y)", (x, y) => einsum("ij,kj->ik", x, y), "[2, 2]", "0.75 9.125 6.75 -2.5", "3.5 -5 7.5 9 -9 14.5", "10.5 -1.25 -2.5 15 -3 -3"),
        ("einsum(\"ij,ij->\", x, y)", (x, y) => einsum("ij,ij->", x, y), "[]", "-1.75", "2 1 -0.5 0.75 -3 4", "1.5 -2 0.5 3 0.25 -1"),
        ("einsum(\"...j,...j->...\", x, y)", (x, y) => einsum("...j,...j->...", x, y), "[2]", "0.75 -2.5", "2 1 -0.5 1.5 -6 8", "1.5 -2 0.5 6 0.5 -2"),
        ("tensordot(x, y, [1], [1])", (x, y) => tensordot(x, y, [1], [1]), "[2, 2]", "0.75 9.125 6.75 -2.5", "3.5 -5 7.5 9 -9 14.5", "10.5 -1.25 -2.5 15 -3 -3"),
        ("tensordot(x, y, [0, 1], [0, 1])", (x, y) => tensordot(x, y, [0, 1], [0, 1]), "[]", "-1.75", "2 1 -0.5 0.75 -3 4", "1.5 -2 0.5 3 0.25 -1"),
        ("addmv(x[.., 0], x, y[0], beta: 0.5, alpha: 2)", (x, y) => addmv(x[.., 0], x, y[0], beta: 0.5, alpha: 2), "[2]", "2.25 15", "4.5 2 -1 9 4 -2", "15 -3 -3 0 0 0"),
        ("addr(x, y[.., 0], y[1])", (x, y) => addr(x, y[.., 0], y[1]), "[2, 3]", "3 -8 8.5 3.5625 -2 2", "1 2 3 4 5 6", "6.75 0 0 17 7.75 10.5"),
        ("addmm(zeros(1, dtype: float64) / 0, x, y.t(), beta: 0)", (x, y) => addmm(zeros(1, dtype: float64) / 0, x, y.t(), beta: 0), "[2, 2]", "0.75 9.125 6.75 -2.5", "3.5 -5 7.5 9 -9 14.5", "10.5 -1.25 -2.5 15 -3 -3"),
        ("x.split(2, 1)[1]", (x, y) => x.split(2, 1)[1], "[2, 1]", "0.5 -1", "0 0 1 0 0 2", "-"),
        ("x.split([1, 2], 1)[1]", (x, y) => x.split([1, 2], 1)[1], "[2, 2]", "-2 0.5 0.25 -1", "0 1 2 0 3 4", "-"),
        ("x.tensor_split(2, 1)[0]", (x, y) => x.tensor_split(2, 1)[0], "[2, 2]", "1.5 -2 3 0.25", "1 2 0 3 4 0", "-"),
        ("x.chunk(2, 1)[0]", (x, y) => x.chunk(2, 1)[0], "[2, 2]", "1.5 -2 3 0.25", "1 2 0 3 4 0", "-"),
        ("hstack(x, y)", (x, y) => hstack(x, y), "[2, 6]", "1.5 -2 0.5 2 1 -0.5 3 0.25 -1 0.75 -3 4", "1 2 3 7 8 9", "4 5 6 10 11 12"),
        ("vstack(x, y)", (x, y) => vstack(x, y), "[4, 3]", "1.5 -2 0.5 3 0.25 -1 2 1 -0.5 0.75 -3 4", "1 2 3 4 5 6", "7 8 9 10 11 12"),
        ("dstack(x, y)", (x, y) => dstack(x, y), "[2, 3, 2]", "1.5 2 -2 1 0.5 -0.5 3 0.75 0.25 -3 -1 4", "1 3 5 7 9 11", "2 4 6 8 10 12"),
        ("stack([x, y], -1)", (x, y) => stack([x, y], -1), "[2, 3, 2]", "1.5 2 -2 1 0.5 -0.5 3 0.75 0.25 -3 -1 4", "1 3 5 7 9 11", "2 4 6 8 10 12"),
        ("cat([zeros(0, dtype: float64), x, y])", (x, y) => cat([zeros(0, dtype: float64), x, y]), "[4, 3]", "1.5 -2 0.5 3 0.25 -1 2 1 -0.5 0.75 -3 4", "1 2 3 4 5 6", "7 8 9 10 11 12"),
        ("atleast_3d(x)", (x, y) => atleast_3d(x), "[2, 3, 1]", "1.5 -2 0.5 3 0.25 -1", "1 2 3 4 5 6", "-"),
        ("atleast_1d(x[0, 0])", (x, y) => atleast_1d(x[0, 0]), "[1]", "1.5", "1 0 0 0 0 0", "-"),
        ("x.diff()", (x, y) => x.diff(), "[2, 2]", "-3.5 2.5 -2.75 -1.25", "-1 -1 2 -3 -1 4", "-"),
        ("x.diff(2)", (x, y) => x.diff(2), "[2, 1]", "6 1.5", "1 -2 1 2 -4 2", "-"),
        ("x.diff(1, 0, y, y[..1])", (x, y) => x.diff(1, 0, y, y[..1]), "[4, 3]", "-1.25 -4 4.5 0.75 1 -3.5 1.5 2.25 -1.5 -1 0.75 0.5", "-3 -3 -3 -3 -3 -3", "9 9 9 -3 -3 -3"),
        ("x.diff(0, 1, y)", (x, y) => x.diff(0, 1, y), "[2, 3]", "1.5 -2 0.5 3 0.25 -1", "1 2 3 4 5 6", "-"),
        ("nn.functional.pad(x, [1, 0, -1, 2], value: 3)", (x, y) => nn.functional.pad(x, [1, 0, -1, 2], value: 3), "[3, 4]", "3 3 0.25 -1 3 3 3 3 3 3 3 3", "0 0 0 2 3 4", "-"),
        ("x.diagonal()", (x, y) => x.diagonal(), "[2]", "1.5 0.25", "1 0 0 0 2 0", "-"),
        ("x.diagonal(1)", (x, y) => x.diagonal(1), "[2]", "-2 -1", "0 1 0 0 0 2", "-"),
        ("x.diagonal(-1, 1, 0)", (x, y) => x.diagonal(-1, 1, 0), "[2]", "-2 -1", "0 1 0 0 0 2", "-"),
        ("x.diag_embed(1)", (x, y) => x.diag_embed(1), "[2, 4, 4]", "0 1.5 0 0 0 0 -2 0 0 0 0 0.5 0 0 0 0 0 3 0 0 0 0 0.25 0 0 0 0 -1 0 0 0 0", "2 7 12 18 23 28", "-"),
        ("x.rot90(1, [0, 1])", (x, y) => x.rot90(1, [0, 1]), "[3, 2]", "0.5 -1 -2 0.25 1.5 3", "5 3 1 6 4 2", "-"),
        ("x.roll(1, 1)", (x, y) => x.roll(1, 1), "[2, 3]", "0.5 1.5 -2 -1 3 0.25", "2 3 1 5 6 4", "-"),
        ("x.flip(1)", (x, y) => x.flip(1), "[2, 3]", "0.5 -2 1.5 -1 0.25 3", "3 2 1 6 5 4", "-"),
        ("x.movedim(0, 1)", (x, y) => x.movedim(0, 1), "[3, 2]", "1.5 3 -2 0.25 0.5 -1", "1 3 5 2 4 6", "-"),
        ("x.repeat_interleave(2, 1)", (x, y) => x.repeat_interleave(2, 1), "[2, 6]", "1.5 1.5 -2 -2 0.5 0.5 3 3 0.25 0.25 -1 -1", "3 7 11 15 19 23", "-"),
        ("x.repeat_interleave(j + 1, 0)", (x, y) => x.repeat_interleave(j + 1, 0), "[3, 3]", "1.5 -2 0.5 1.5 -2 0.5 3 0.25 -1", "5 7 9 7 8 9", "-"),
        ("x.unflatten(1, 3, 1)", (x, y) => x.unflatten(1, 3, 1), "[2, 3, 1]", "1.5 -2 0.5 3 0.25 -1", "1 2 3 4 5 6", "-"),
        ("nn.functional.mse_loss(x, y)", (x, y) => nn.functional.mse_loss(x, y), "[]", "8.479167", "-0.1666667 -1 0.3333333 0.75 1.083333 -1.666667", "0.1666667 1 -0.3333333 -0.75 -1.083333 1.666667"),
        ("nn.functional.smooth_l1_loss(x, y, beta: 0.5)", (x, y) => nn.functional.smooth_l1_loss(x, y, beta: 0.5), "[]", "2.25", "-0.1666667 -0.1666667 0.1666667 0.1666667 0.1666667 -0.1666667", "0.1666667 0.1666667 -0.1666667 -0.1666667 -0.1666667 0.1666667"),
        ("nn.functional.huber_loss(x, y, delta: 0.75)", (x, y) => nn.functional.huber_loss(x, y, delta: 0.75), "[]", "1.598958", "-0.08333333 -0.125 0.125 0.125 0.125 -0.125", "0.08333333 0.125 -0.125 -0.125 -0.125 0.125"),
        ("nn.functional.l1_loss(x, y, reduction: \"sum\")", (x, y) => nn.functional.l1_loss(x, y, reduction: "sum"), "[]", "15", "-1 -1 1 1 1 -1", "1 1 -1 -1 -1 1"),
        ("nn.functional.binary_cross_entropy(x.sigmoid(), t)", (x, y) => nn.functional.binary_cross_entropy(x.sigmoid(), t), "[]", "0.9567011", "-0.03040425 0.01986715 -0.06292344 0.1587624 -0.07297058 -0.1218431", "-"),
        ("nn.functional.binary_cross_entropy_with_logits(x, t, y[0].detach(), pos_weight: t[0] + 1)", (x, y) => nn.functional.binary_cross_entropy_with_logits(x, t, y[0].detach(), pos_weight: t[0] + 1), "[]", "0.9697261", "-0.121617 0.01986715 0.06292344 0.3175247 -0.07297058 0.1218431", "-"),
        ("nn.functional.nll_loss(x, k, y[0].detach() + 1)", (x, y) => nn.functional.nll_loss(x, k, y[0].detach() + 1), "[]", "-2.642857", "0 0 -0.1428571 -0.8571429 0 0", "-"),
        ("nn.functional.nll_loss(x, k, ignore_index: 2, reduction: \"none\")", (x, y) => nn.functional.nll_loss(x, k, ignore_index: 2, reduction: "none"), "[2]", "0 -3", "0 0 0 -2 0 0", "-"),
        ("nn.functional.cross_entropy(x, k, label_smoothing: 0.2)", (x, y) => nn.functional.cross_entropy(x, k, label_smoothing: 0.2), "[]", "0.9820669", "0.3243008 -0.02253372 -0.3017671 0.0286699 -0.003798455 -0.02487145", "-"),
        ("nn.functional.cross_entropy(x, y.softmax(1))", (x, y) => nn.functional.cross_entropy(x, y.softmax(1)), "[]", "2.60424", "0.01279809 -0.1160585 0.1032604 0.4433562 0.02909634 -0.4724525", "-0.3257385 0.3241708 0.001567625 -0.07178615 -0.0004822712 0.07226842"),
        ("nn.functional.soft_margin_loss(x, 2 * t - 1)", (x, y) => nn.functional.soft_margin_loss(x, 2 * t - 1), "[]", "0.9567011", "-0.03040425 0.01986715 -0.06292344 0.1587624 -0.07297058 -0.1218431", "-"),
        ("nn.functional.margin_ranking_loss(x, y, 2 * t - 1, 0.5)", (x, y) => nn.functional.margin_ranking_loss(x, y, 2 * t - 1, 0.5), "[]", "1.541667", "-0.1666667 0 -0 0.1666667 -0 -0.1666667", "0.1666667 -0 0 -0.1666667 0 0.1666667"),
        ("nn.functional.hinge_embedding_loss(x, 2 * t - 1, 2)", (x, y) => nn.functional.hinge_embedding_loss(x, 2 * t - 1, 2), "[]", "0.875", "0.1666667 -0.1666667 0.1666667 0 0.1666667 0.1666667", "-"),
        ("nn.functional.cosine_embedding_loss(x, y, s)", (x, y) => nn.functional.cosine_embedding_loss(x, y, s), "[]", "0.4358059", "-0.1563702 -0.1053441 0.04773405 0 0 0", "-0.1039333 0.1834116 -0.04890977 0 0 0"),
        ("nn.functional.multilabel_soft_margin_loss(x, t)", (x, y) => nn.functional.multilabel_soft_margin_loss(x, t), "[]", "0.9567011", "-0.03040425 0.01986715 -0.06292344 0.1587624 -0.07297058 -0.1218431", "-"),
        ("nn.functional.kl_div(x, y.softmax(1))", (x, y) => nn.functional.kl_div(x, y.softmax(1)), "[]", "-0.1064506", "-0.1149453 -0.04228603 -0.009435289 -0.006215691 -0.0001461791 -0.1603048", "-0.06314785 0.08248428 -0.01933642 -0.04333817 -0.001165395 0.04450357"),
        ("nn.functional.kl_div(x, y.log_softmax(1), reduction: \"batchmean\", log_target: true)", (x, y) => nn.functional.kl_div(x, y.log_softmax(1), reduction: "batchmean", log_target: true), "[]", "-0.3193517", "-0.344836 -0.1268581 -0.02830587 -0.01864707 -0.0004385372 -0.4809144", "-0.1894436 0.2474528 -0.05800927 -0.1300145 -0.003496186 0.1335107"),
        ("x[one]", (x, y) => x[one], "[3]", "3 0.25 -1", "0 0 0 1 2 3", "-"),
        ("x[.., one]", (x, y) => x[.., one], "[2]", "-2 0.25", "0 1 0 0 2 0", "-"),
        ("x[yes]", (x, y) => x[yes], "[1, 2, 3]", "1.5 -2 0.5 3 0.25 -1", "1 2 3 4 5 6", "-"),
        ("x[no]", (x, y) => x[no], "[0, 2, 3]", "", "0 0 0 0 0 0", "-"),
        ("x[0, yes]", (x, y) => x[0, yes], "[1, 3]", "1.5 -2 0.5", "1 2 3 0 0 0", "-"),
        ("x[yes, 0]", (x, y) => x[yes, 0], "[1, 3]", "1.5 -2 0.5", "1 2 3 0 0 0", "-"),
        ("x[m]", (x, y) => x[m], "[4]", "1.5 0.5 0.25 -1", "1 0 2 0 3 4", "-"),
        ("x[j]", (x, y) => x[j], "[2, 3]", "3 0.25 -1 1.5 -2 0.5", "4 5 6 1 2 3", "-"),
        ("x[.., k]", (x, y) => x[.., k], "[2, 2]", "0.5 1.5 -1 3", "2 0 1 4 0 3", "-"),
        ("x[j, k]", (x, y) => x[j, k], "[2]", "-1 1.5", "2 0 0 0 0 1", "-"),
        ("x[TensorIndex.None, j]", (x, y) => x[TensorIndex.None, j], "[1, 2, 3]", "3 0.25 -1 1.5 -2 0.5", "4 5 6 1 2 3", "-"),
        ("x[j, TensorIndex.None, k]", (x, y) => x[j, TensorIndex.None, k], "[2, 1]", "-1 1.5", "2 0 0 0 0 1", "-"),
        ("x[one, k]", (x, y) => x[one, k], "[2]", "-1 3", "0 0 0 2 0 1", "-"),
        ("x[TensorIndex.Ellipsis, j[0]]", (x, y) => x[TensorIndex.Ellipsis, j[0]], "[2]", "-2 0.25", "0 1 0 0 2 0", "-"),
        ("x[.., TensorIndex.Slice(step: 2)]", (x, y) => x[.., TensorIndex.Slice(step: 2)], "[2, 2]", "1.5 0.5 3 -1", "1 0 2 3 0 4", "-"),
        ("x[^1.., TensorIndex.None, 1..]", (x, y) => x[^1.., TensorIndex.None, 1..], "[1, 1, 2]", "0.25 -1", "0 0 0 0 1 2", "-"),
        ("x[m[.., 1].logical_not()]", (x, y) => x[m[.., 1].logical_not()], "[1, 3]", "1.5 -2 0.5", "1 2 3 0 0 0", "-"),
        ("put_(x, y[0], one)", (x, y) => put_(x, y[0], one), "[2, 3]", "1.5 -2 0.5 2 1 -0.5", "1 2 3 0 0 0", "4 5 6 0 0 0"),
        ("put_(x, y[.., 0], .., one)", (x, y) => put_(x, y[.., 0], .., one), "[2, 3]", "1.5 2 0.5 3 0.75 -1", "1 0 3 4 0 6", "2 0 0 5 0 0"),
        ("put_(x, y[0, 0], yes)", (x, y) => put_(x, y[0, 0], yes), "[2, 3]", "2 2 2 2 2 2", "0 0 0 0 0 0", "21 0 0 0 0 0"),
        ("put_(x, y[0, 0], m)", (x, y) => put_(x, y[0, 0], m), "[2, 3]", "2 -2 2 3 2 2", "0 2 0 4 0 0", "15 0 0 0 0 0"),
        ("put_(x, y[.., ..2], .., k)", (x, y) => put_(x, y[.., ..2], .., k), "[2, 3]", "1 -2 2 -3 0.25 0.75", "0 2 0 0 5 0", "3 1 0 6 4 0"),
        ("put_(x, y[0, ..2], j, k)", (x, y) => put_(x, y[0, ..2], j, k), "[2, 3]", "1 -2 0.5 3 0.25 2", "0 2 3 4 5 0", "6 1 0 0 0 0"),
        ("put_(x, y, TensorIndex.Ellipsis)", (x, y) => put_(x, y, TensorIndex.Ellipsis), "[2, 3]", "2 1 -0.5 0.75 -3 4", "0 0 0 0 0 0", "1 2 3 4 5 6"),
        ("put_(x, y[0], no)", (x, y) => put_(x, y[0], no), "[2, 3]", "1.5 -2 0.5 3 0.25 -1", "1 2 3 4 5 6", "0 0 0 0 0 0"),
        ("copy(x, y)", (x, y) => copy(x, y), "[2, 3]", "2 1 -0.5 0.75 -3 4", "0 0 0 0 0 0", "1 2 3 4 5 6"),
    ];

    public static TheoryData<string> Rows => [.. s_rows.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Value_and_gradients_are_as_recorded(string name)
    {
        var row = s_rows.Single(row => row.Name == name);
        Tensor x = tensor(new[,] { { 1.5, -2, 0.5 }, { 3, 0.25, -1 } }, float64, requires_grad: true), y = tensor(new[,] { { 2, 1, -0.5 }, { 0.75, -3, 4 } }, float64, requires_grad: true);
        Tensor result = row.Of(x, y);
        Assert.Equal(row.Shape, $"[{string.Join(", ", result.shape)}]");
        AssertNear(row.Elements, result);
        Tensor weights = arange(1, result.numel() + 1, dtype: float64).reshape(result.shape);
        Tensor?[] gradients = autograd.grad([(result * weights).sum()], [x, y], allow_unused: true);
        AssertNear(row.ByX, gradients[0]);
        AssertNear(row.ByY, gradients[1]);
    }

    private static void AssertNear(string recorded, Tensor? tensor)
    {
        if (recorded == "-" || tensor is null)
        {
            Assert.Equal(recorded, tensor is null ? "-" : "a tensor");
            return;
        }

        double[] expected = [.. recorded.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        double[] found = [.. ((List<object>)tensor.detach().reshape(-1).tolist()).Cast<double>()];
        Assert.Equal(expected.Length, found.Length);
        for (int n = 0; n < found.Length; n++) Assert.True(Math.Abs(found[n] - expected[n]) <= 1e-6 * (1 + Math.Abs(expected[n])), $"{n}: {found[n]}, not {expected[n]}");
    }

    [Fact]
    public void A_number_counts_as_a_vector_of_one_element()
    {
        Assert.Equal("[tensor([0])]", $"[{string.Join(", ", where(tensor(3)).Select(places => places.ToString()))}]");
        Assert.Equal("tensor(0)", tensor(2.5).topk(1, 0).indices.ToString());
        Assert.Throws<ArgumentException>(() => tensor(2.5).gather(0, tensor(1)));
    }

    [Fact]
    public void Tensors_of_two_types_may_be_equal() => Assert.True(equal(tensor([1, 2]), tensor([1.0, 2.0])));

    [Fact]
    public void Lists_have_as_many_levels_as_there_are_dimensions() => Assert.Equal(7, Levels(ones(1, 1, 1, 1).reshape(1, 1, 1, 1, 1, 1, 1).tolist()));

    [Fact]
    public void Nothing_is_cut_into_as_many_pieces_as_asked() => Assert.Equal(2, zeros(0, 3).chunk(2).Length);

    private static int Levels(object list) => list is List<object> items ? 1 + Levels(items[0]) : 0;

    private static Tensor put_(Tensor x, Tensor value, params TensorIndex[] part)
    {
        Tensor written = x.clone();
        written[part] = value;
        return written;
    }

    private static Tensor copy(Tensor x, Tensor y) => x.clone().copy_(y);
}
