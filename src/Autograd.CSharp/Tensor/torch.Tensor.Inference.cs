namespace Autograd.CSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        /// <summary>Whether any tensor may be an inference tensor: whether the mode was ever entered.</summary>
        internal static bool MayBeInference { get; set; }

        private bool _isInference;

        /// <summary>Whether this tensor was made in inference mode: it counts no versions, and takes no part in what is recorded beyond being read.</summary>
        public bool is_inference() => _isInference;

        private const string InferenceSaved =
            "Inference tensors cannot be saved for backward. To work around you can make a clone to get a normal tensor and use it in autograd.";

        private const string InferenceWritten =
            "Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update." +
            "See https://github.com/pytorch/rfcs/pull/17 for more details.";

        private const string InferenceRequiresGrad = "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.";

        private const string InferenceVersion = "Inference tensors do not track version counter.";

        /// <summary>Makes a tensor one of the kind of that whose memory it shares.</summary>
        private Tensor InferenceAs(Tensor of)
        {
            _isInference = of._isInference;
            return this;
        }

        /// <exception cref="InvalidOperationException">it is an inference tensor, and outside of the mode</exception>
        private void CheckInferenceWritable()
        {
            if (_isInference && !Modes.Current.Inference) throw new InvalidOperationException(InferenceWritten);
        }

        /// <exception cref="InvalidOperationException">it is an inference tensor</exception>
        internal void CheckSavable()
        {
            if (_isInference) throw new InvalidOperationException(InferenceSaved);
        }
    }
}
