using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Autograd.Properties.House;

/// <summary>The types of an assembly that one of its types names: in bases, constraints, attributes, signatures and instructions.</summary>
internal sealed class TypeReferences(MetadataReader metadata, PEReader image) : ISignatureTypeProvider<ValueTuple, ValueTuple>
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (ushort)code.Value);

    private readonly HashSet<TypeDefinitionHandle> _found = [];

    /// <summary>What the type names, itself left out.</summary>
    public IReadOnlySet<TypeDefinitionHandle> Of(TypeDefinitionHandle handle)
    {
        _found.Clear();
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        Add(type.BaseType);
        Add(type.GetCustomAttributes());
        Add(type.GetGenericParameters());
        foreach (InterfaceImplementationHandle implementation in type.GetInterfaceImplementations()) Add(metadata.GetInterfaceImplementation(implementation).Interface);
        foreach (FieldDefinitionHandle field in type.GetFields()) Add(metadata.GetFieldDefinition(field));
        foreach (PropertyDefinitionHandle property in type.GetProperties()) Add(metadata.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (MethodDefinitionHandle method in type.GetMethods()) Add(metadata.GetMethodDefinition(method));
        _found.Remove(handle);
        return _found.ToHashSet();
    }

    private void Add(FieldDefinition field)
    {
        field.DecodeSignature(this, default);
        Add(field.GetCustomAttributes());
    }

    private void Add(MethodDefinition method)
    {
        method.DecodeSignature(this, default);
        Add(method.GetCustomAttributes());
        Add(method.GetGenericParameters());
        foreach (ParameterHandle parameter in method.GetParameters()) Add(metadata.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0) return;
        MethodBodyBlock body = image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(this, default);
        foreach (ExceptionRegion region in body.ExceptionRegions) Add(region.CatchType);
        AddInstructions(body.GetILReader());
    }

    private void AddInstructions(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            ushort value = code.ReadByte();
            if (value == 0xFE) value = (ushort)(0xFE00 | code.ReadByte());
            switch (OpCodesByValue[value].OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSig:
                    Add((StandaloneSignatureHandle)MetadataTokens.Handle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType operand:
                    code.Offset += SizeOf(operand);
                    break;
            }
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.InlineString or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new BadImageFormatException($"an operand of kind {operand}"),
    };

    private void Add(StandaloneSignatureHandle handle) => metadata.GetStandaloneSignature(handle).DecodeMethodSignature(this, default);

    private void Add(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttributeHandle attribute in attributes) Add(metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void Add(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameterHandle parameter in parameters)
            foreach (GenericParameterConstraintHandle constraint in metadata.GetGenericParameter(parameter).GetConstraints())
                Add(metadata.GetGenericParameterConstraint(constraint).Type);
    }

    private void Add(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, default);
                break;
            case HandleKind.MethodDefinition:
                MethodDefinition method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                Add(method.GetDeclaringType());
                method.DecodeSignature(this, default);
                break;
            case HandleKind.FieldDefinition:
                FieldDefinition field = metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                Add(field.GetDeclaringType());
                field.DecodeSignature(this, default);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification specification = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                Add(specification.Method);
                specification.DecodeSignature(this, default);
                break;
            case HandleKind.MemberReference:
                MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                Add(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Field) member.DecodeFieldSignature(this, default);
                else member.DecodeMethodSignature(this, default);
                break;
        }
    }

    /// <summary>A nested type brings the type around it.</summary>
    private void Add(TypeDefinitionHandle handle)
    {
        for (; !handle.IsNil; handle = metadata.GetTypeDefinition(handle).GetDeclaringType()) _found.Add(handle);
    }

    ValueTuple ISimpleTypeProvider<ValueTuple>.GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        Add(handle);
        return default;
    }

    ValueTuple ISignatureTypeProvider<ValueTuple, ValueTuple>.GetTypeFromSpecification(MetadataReader reader, ValueTuple context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    // Types of other assemblies, and the ways to make types of types: what they are made of has been seen.
    ValueTuple ISimpleTypeProvider<ValueTuple>.GetPrimitiveType(PrimitiveTypeCode typeCode) => default;

    ValueTuple ISimpleTypeProvider<ValueTuple>.GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => default;

    ValueTuple ISZArrayTypeProvider<ValueTuple>.GetSZArrayType(ValueTuple elementType) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetArrayType(ValueTuple elementType, ArrayShape shape) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetByReferenceType(ValueTuple elementType) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetPointerType(ValueTuple elementType) => default;

    ValueTuple IConstructedTypeProvider<ValueTuple>.GetGenericInstantiation(ValueTuple genericType, ImmutableArray<ValueTuple> typeArguments) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, ValueTuple>.GetFunctionPointerType(MethodSignature<ValueTuple> signature) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, ValueTuple>.GetGenericMethodParameter(ValueTuple genericContext, int index) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, ValueTuple>.GetGenericTypeParameter(ValueTuple genericContext, int index) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, ValueTuple>.GetModifiedType(ValueTuple modifier, ValueTuple unmodifiedType, bool isRequired) => default;

    ValueTuple ISignatureTypeProvider<ValueTuple, ValueTuple>.GetPinnedType(ValueTuple elementType) => default;
}
