package graft.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every instruction: its code, its name in the text format, what follows it in the binary, and its
/// type where that is fixed (`a` stands for an address: i32, or i64 for a memory of 64 bits). Those
/// without a type here are typed by hand in {@link FunctionValidator}. The last column, where there
/// is one, is {@link #sizeInBytes}.
///
/// Codes behind a prefix are joined with it: `0xfc08` is `0xfc` 8, `0xfd000c` is `0xfd` 12,
/// `0xfe10` is `0xfe` 16.
public enum Opcode {
  UNREACHABLE(0x0, "unreachable", Immediate.NONE, null),
  NOP(0x1, "nop", Immediate.NONE, null),
  BLOCK(0x2, "block", Immediate.BLOCK, null),
  LOOP(0x3, "loop", Immediate.BLOCK, null),
  IF(0x4, "if", Immediate.BLOCK, null),
  ELSE(0x5, "else", Immediate.NONE, null),
  TRY(0x6, "try", Immediate.BLOCK, null),
  CATCH(0x7, "catch", Immediate.TAG, null),
  THROW(0x8, "throw", Immediate.TAG, null),
  RETHROW(0x9, "rethrow", Immediate.LABEL, null),
  THROW_REF(0xa, "throw_ref", Immediate.NONE, null),
  END(0xb, "end", Immediate.NONE, null),
  BR(0xc, "br", Immediate.LABEL, null),
  BR_IF(0xd, "br_if", Immediate.LABEL, null),
  BR_TABLE(0xe, "br_table", Immediate.LABEL_TABLE, null),
  RETURN(0xf, "return", Immediate.NONE, null),
  CALL(0x10, "call", Immediate.FUNCTION, null),
  CALL_INDIRECT(0x11, "call_indirect", Immediate.CALL_INDIRECT, null),
  RETURN_CALL(0x12, "return_call", Immediate.FUNCTION, null),
  RETURN_CALL_INDIRECT(0x13, "return_call_indirect", Immediate.CALL_INDIRECT, null),
  DELEGATE(0x18, "delegate", Immediate.LABEL, null),
  CATCH_ALL(0x19, "catch_all", Immediate.NONE, null),
  DROP(0x1a, "drop", Immediate.NONE, null),
  SELECT(0x1b, "select", Immediate.NONE, null),
  SELECT_T(0x1c, "select", Immediate.SELECT, null),
  TRY_TABLE(0x1f, "try_table", Immediate.TRY_TABLE, null),
  LOCAL_GET(0x20, "local.get", Immediate.LOCAL, null),
  LOCAL_SET(0x21, "local.set", Immediate.LOCAL, null),
  LOCAL_TEE(0x22, "local.tee", Immediate.LOCAL, null),
  GLOBAL_GET(0x23, "global.get", Immediate.GLOBAL, null),
  GLOBAL_SET(0x24, "global.set", Immediate.GLOBAL, null),
  TABLE_GET(0x25, "table.get", Immediate.TABLE, null),
  TABLE_SET(0x26, "table.set", Immediate.TABLE, null),
  I32_LOAD(0x28, "i32.load", Immediate.MEMARG, "a -> i32", 4),
  I64_LOAD(0x29, "i64.load", Immediate.MEMARG, "a -> i64", 8),
  F32_LOAD(0x2a, "f32.load", Immediate.MEMARG, "a -> f32", 4),
  F64_LOAD(0x2b, "f64.load", Immediate.MEMARG, "a -> f64", 8),
  I32_LOAD8_S(0x2c, "i32.load8_s", Immediate.MEMARG, "a -> i32", 1),
  I32_LOAD8_U(0x2d, "i32.load8_u", Immediate.MEMARG, "a -> i32", 1),
  I32_LOAD16_S(0x2e, "i32.load16_s", Immediate.MEMARG, "a -> i32", 2),
  I32_LOAD16_U(0x2f, "i32.load16_u", Immediate.MEMARG, "a -> i32", 2),
  I64_LOAD8_S(0x30, "i64.load8_s", Immediate.MEMARG, "a -> i64", 1),
  I64_LOAD8_U(0x31, "i64.load8_u", Immediate.MEMARG, "a -> i64", 1),
  I64_LOAD16_S(0x32, "i64.load16_s", Immediate.MEMARG, "a -> i64", 2),
  I64_LOAD16_U(0x33, "i64.load16_u", Immediate.MEMARG, "a -> i64", 2),
  I64_LOAD32_S(0x34, "i64.load32_s", Immediate.MEMARG, "a -> i64", 4),
  I64_LOAD32_U(0x35, "i64.load32_u", Immediate.MEMARG, "a -> i64", 4),
  I32_STORE(0x36, "i32.store", Immediate.MEMARG, "a i32 ->", 4),
  I64_STORE(0x37, "i64.store", Immediate.MEMARG, "a i64 ->", 8),
  F32_STORE(0x38, "f32.store", Immediate.MEMARG, "a f32 ->", 4),
  F64_STORE(0x39, "f64.store", Immediate.MEMARG, "a f64 ->", 8),
  I32_STORE8(0x3a, "i32.store8", Immediate.MEMARG, "a i32 ->", 1),
  I32_STORE16(0x3b, "i32.store16", Immediate.MEMARG, "a i32 ->", 2),
  I64_STORE8(0x3c, "i64.store8", Immediate.MEMARG, "a i64 ->", 1),
  I64_STORE16(0x3d, "i64.store16", Immediate.MEMARG, "a i64 ->", 2),
  I64_STORE32(0x3e, "i64.store32", Immediate.MEMARG, "a i64 ->", 4),
  MEMORY_SIZE(0x3f, "memory.size", Immediate.MEMORY, null),
  MEMORY_GROW(0x40, "memory.grow", Immediate.MEMORY, null),
  I32_CONST(0x41, "i32.const", Immediate.I32, "-> i32"),
  I64_CONST(0x42, "i64.const", Immediate.I64, "-> i64"),
  F32_CONST(0x43, "f32.const", Immediate.F32, "-> f32"),
  F64_CONST(0x44, "f64.const", Immediate.F64, "-> f64"),
  I32_EQZ(0x45, "i32.eqz", Immediate.NONE, "i32 -> i32"),
  I32_EQ(0x46, "i32.eq", Immediate.NONE, "i32 i32 -> i32"),
  I32_NE(0x47, "i32.ne", Immediate.NONE, "i32 i32 -> i32"),
  I32_LT_S(0x48, "i32.lt_s", Immediate.NONE, "i32 i32 -> i32"),
  I32_LT_U(0x49, "i32.lt_u", Immediate.NONE, "i32 i32 -> i32"),
  I32_GT_S(0x4a, "i32.gt_s", Immediate.NONE, "i32 i32 -> i32"),
  I32_GT_U(0x4b, "i32.gt_u", Immediate.NONE, "i32 i32 -> i32"),
  I32_LE_S(0x4c, "i32.le_s", Immediate.NONE, "i32 i32 -> i32"),
  I32_LE_U(0x4d, "i32.le_u", Immediate.NONE, "i32 i32 -> i32"),
  I32_GE_S(0x4e, "i32.ge_s", Immediate.NONE, "i32 i32 -> i32"),
  I32_GE_U(0x4f, "i32.ge_u", Immediate.NONE, "i32 i32 -> i32"),
  I64_EQZ(0x50, "i64.eqz", Immediate.NONE, "i64 -> i32"),
  I64_EQ(0x51, "i64.eq", Immediate.NONE, "i64 i64 -> i32"),
  I64_NE(0x52, "i64.ne", Immediate.NONE, "i64 i64 -> i32"),
  I64_LT_S(0x53, "i64.lt_s", Immediate.NONE, "i64 i64 -> i32"),
  I64_LT_U(0x54, "i64.lt_u", Immediate.NONE, "i64 i64 -> i32"),
  I64_GT_S(0x55, "i64.gt_s", Immediate.NONE, "i64 i64 -> i32"),
  I64_GT_U(0x56, "i64.gt_u", Immediate.NONE, "i64 i64 -> i32"),
  I64_LE_S(0x57, "i64.le_s", Immediate.NONE, "i64 i64 -> i32"),
  I64_LE_U(0x58, "i64.le_u", Immediate.NONE, "i64 i64 -> i32"),
  I64_GE_S(0x59, "i64.ge_s", Immediate.NONE, "i64 i64 -> i32"),
  I64_GE_U(0x5a, "i64.ge_u", Immediate.NONE, "i64 i64 -> i32"),
  F32_EQ(0x5b, "f32.eq", Immediate.NONE, "f32 f32 -> i32"),
  F32_NE(0x5c, "f32.ne", Immediate.NONE, "f32 f32 -> i32"),
  F32_LT(0x5d, "f32.lt", Immediate.NONE, "f32 f32 -> i32"),
  F32_GT(0x5e, "f32.gt", Immediate.NONE, "f32 f32 -> i32"),
  F32_LE(0x5f, "f32.le", Immediate.NONE, "f32 f32 -> i32"),
  F32_GE(0x60, "f32.ge", Immediate.NONE, "f32 f32 -> i32"),
  F64_EQ(0x61, "f64.eq", Immediate.NONE, "f64 f64 -> i32"),
  F64_NE(0x62, "f64.ne", Immediate.NONE, "f64 f64 -> i32"),
  F64_LT(0x63, "f64.lt", Immediate.NONE, "f64 f64 -> i32"),
  F64_GT(0x64, "f64.gt", Immediate.NONE, "f64 f64 -> i32"),
  F64_LE(0x65, "f64.le", Immediate.NONE, "f64 f64 -> i32"),
  F64_GE(0x66, "f64.ge", Immediate.NONE, "f64 f64 -> i32"),
  I32_CLZ(0x67, "i32.clz", Immediate.NONE, "i32 -> i32"),
  I32_CTZ(0x68, "i32.ctz", Immediate.NONE, "i32 -> i32"),
  I32_POPCNT(0x69, "i32.popcnt", Immediate.NONE, "i32 -> i32"),
  I32_ADD(0x6a, "i32.add", Immediate.NONE, "i32 i32 -> i32"),
  I32_SUB(0x6b, "i32.sub", Immediate.NONE, "i32 i32 -> i32"),
  I32_MUL(0x6c, "i32.mul", Immediate.NONE, "i32 i32 -> i32"),
  I32_DIV_S(0x6d, "i32.div_s", Immediate.NONE, "i32 i32 -> i32"),
  I32_DIV_U(0x6e, "i32.div_u", Immediate.NONE, "i32 i32 -> i32"),
  I32_REM_S(0x6f, "i32.rem_s", Immediate.NONE, "i32 i32 -> i32"),
  I32_REM_U(0x70, "i32.rem_u", Immediate.NONE, "i32 i32 -> i32"),
  I32_AND(0x71, "i32.and", Immediate.NONE, "i32 i32 -> i32"),
  I32_OR(0x72, "i32.or", Immediate.NONE, "i32 i32 -> i32"),
  I32_XOR(0x73, "i32.xor", Immediate.NONE, "i32 i32 -> i32"),
  I32_SHL(0x74, "i32.shl", Immediate.NONE, "i32 i32 -> i32"),
  I32_SHR_S(0x75, "i32.shr_s", Immediate.NONE, "i32 i32 -> i32"),
  I32_SHR_U(0x76, "i32.shr_u", Immediate.NONE, "i32 i32 -> i32"),
  I32_ROTL(0x77, "i32.rotl", Immediate.NONE, "i32 i32 -> i32"),
  I32_ROTR(0x78, "i32.rotr", Immediate.NONE, "i32 i32 -> i32"),
  I64_CLZ(0x79, "i64.clz", Immediate.NONE, "i64 -> i64"),
  I64_CTZ(0x7a, "i64.ctz", Immediate.NONE, "i64 -> i64"),
  I64_POPCNT(0x7b, "i64.popcnt", Immediate.NONE, "i64 -> i64"),
  I64_ADD(0x7c, "i64.add", Immediate.NONE, "i64 i64 -> i64"),
  I64_SUB(0x7d, "i64.sub", Immediate.NONE, "i64 i64 -> i64"),
  I64_MUL(0x7e, "i64.mul", Immediate.NONE, "i64 i64 -> i64"),
  I64_DIV_S(0x7f, "i64.div_s", Immediate.NONE, "i64 i64 -> i64"),
  I64_DIV_U(0x80, "i64.div_u", Immediate.NONE, "i64 i64 -> i64"),
  I64_REM_S(0x81, "i64.rem_s", Immediate.NONE, "i64 i64 -> i64"),
  I64_REM_U(0x82, "i64.rem_u", Immediate.NONE, "i64 i64 -> i64"),
  I64_AND(0x83, "i64.and", Immediate.NONE, "i64 i64 -> i64"),
  I64_OR(0x84, "i64.or", Immediate.NONE, "i64 i64 -> i64"),
  I64_XOR(0x85, "i64.xor", Immediate.NONE, "i64 i64 -> i64"),
  I64_SHL(0x86, "i64.shl", Immediate.NONE, "i64 i64 -> i64"),
  I64_SHR_S(0x87, "i64.shr_s", Immediate.NONE, "i64 i64 -> i64"),
  I64_SHR_U(0x88, "i64.shr_u", Immediate.NONE, "i64 i64 -> i64"),
  I64_ROTL(0x89, "i64.rotl", Immediate.NONE, "i64 i64 -> i64"),
  I64_ROTR(0x8a, "i64.rotr", Immediate.NONE, "i64 i64 -> i64"),
  F32_ABS(0x8b, "f32.abs", Immediate.NONE, "f32 -> f32"),
  F32_NEG(0x8c, "f32.neg", Immediate.NONE, "f32 -> f32"),
  F32_CEIL(0x8d, "f32.ceil", Immediate.NONE, "f32 -> f32"),
  F32_FLOOR(0x8e, "f32.floor", Immediate.NONE, "f32 -> f32"),
  F32_TRUNC(0x8f, "f32.trunc", Immediate.NONE, "f32 -> f32"),
  F32_NEAREST(0x90, "f32.nearest", Immediate.NONE, "f32 -> f32"),
  F32_SQRT(0x91, "f32.sqrt", Immediate.NONE, "f32 -> f32"),
  F32_ADD(0x92, "f32.add", Immediate.NONE, "f32 f32 -> f32"),
  F32_SUB(0x93, "f32.sub", Immediate.NONE, "f32 f32 -> f32"),
  F32_MUL(0x94, "f32.mul", Immediate.NONE, "f32 f32 -> f32"),
  F32_DIV(0x95, "f32.div", Immediate.NONE, "f32 f32 -> f32"),
  F32_MIN(0x96, "f32.min", Immediate.NONE, "f32 f32 -> f32"),
  F32_MAX(0x97, "f32.max", Immediate.NONE, "f32 f32 -> f32"),
  F32_COPYSIGN(0x98, "f32.copysign", Immediate.NONE, "f32 f32 -> f32"),
  F64_ABS(0x99, "f64.abs", Immediate.NONE, "f64 -> f64"),
  F64_NEG(0x9a, "f64.neg", Immediate.NONE, "f64 -> f64"),
  F64_CEIL(0x9b, "f64.ceil", Immediate.NONE, "f64 -> f64"),
  F64_FLOOR(0x9c, "f64.floor", Immediate.NONE, "f64 -> f64"),
  F64_TRUNC(0x9d, "f64.trunc", Immediate.NONE, "f64 -> f64"),
  F64_NEAREST(0x9e, "f64.nearest", Immediate.NONE, "f64 -> f64"),
  F64_SQRT(0x9f, "f64.sqrt", Immediate.NONE, "f64 -> f64"),
  F64_ADD(0xa0, "f64.add", Immediate.NONE, "f64 f64 -> f64"),
  F64_SUB(0xa1, "f64.sub", Immediate.NONE, "f64 f64 -> f64"),
  F64_MUL(0xa2, "f64.mul", Immediate.NONE, "f64 f64 -> f64"),
  F64_DIV(0xa3, "f64.div", Immediate.NONE, "f64 f64 -> f64"),
  F64_MIN(0xa4, "f64.min", Immediate.NONE, "f64 f64 -> f64"),
  F64_MAX(0xa5, "f64.max", Immediate.NONE, "f64 f64 -> f64"),
  F64_COPYSIGN(0xa6, "f64.copysign", Immediate.NONE, "f64 f64 -> f64"),
  I32_WRAP_I64(0xa7, "i32.wrap_i64", Immediate.NONE, "i64 -> i32"),
  I32_TRUNC_F32_S(0xa8, "i32.trunc_f32_s", Immediate.NONE, "f32 -> i32"),
  I32_TRUNC_F32_U(0xa9, "i32.trunc_f32_u", Immediate.NONE, "f32 -> i32"),
  I32_TRUNC_F64_S(0xaa, "i32.trunc_f64_s", Immediate.NONE, "f64 -> i32"),
  I32_TRUNC_F64_U(0xab, "i32.trunc_f64_u", Immediate.NONE, "f64 -> i32"),
  I64_EXTEND_I32_S(0xac, "i64.extend_i32_s", Immediate.NONE, "i32 -> i64"),
  I64_EXTEND_I32_U(0xad, "i64.extend_i32_u", Immediate.NONE, "i32 -> i64"),
  I64_TRUNC_F32_S(0xae, "i64.trunc_f32_s", Immediate.NONE, "f32 -> i64"),
  I64_TRUNC_F32_U(0xaf, "i64.trunc_f32_u", Immediate.NONE, "f32 -> i64"),
  I64_TRUNC_F64_S(0xb0, "i64.trunc_f64_s", Immediate.NONE, "f64 -> i64"),
  I64_TRUNC_F64_U(0xb1, "i64.trunc_f64_u", Immediate.NONE, "f64 -> i64"),
  F32_CONVERT_I32_S(0xb2, "f32.convert_i32_s", Immediate.NONE, "i32 -> f32"),
  F32_CONVERT_I32_U(0xb3, "f32.convert_i32_u", Immediate.NONE, "i32 -> f32"),
  F32_CONVERT_I64_S(0xb4, "f32.convert_i64_s", Immediate.NONE, "i64 -> f32"),
  F32_CONVERT_I64_U(0xb5, "f32.convert_i64_u", Immediate.NONE, "i64 -> f32"),
  F32_DEMOTE_F64(0xb6, "f32.demote_f64", Immediate.NONE, "f64 -> f32"),
  F64_CONVERT_I32_S(0xb7, "f64.convert_i32_s", Immediate.NONE, "i32 -> f64"),
  F64_CONVERT_I32_U(0xb8, "f64.convert_i32_u", Immediate.NONE, "i32 -> f64"),
  F64_CONVERT_I64_S(0xb9, "f64.convert_i64_s", Immediate.NONE, "i64 -> f64"),
  F64_CONVERT_I64_U(0xba, "f64.convert_i64_u", Immediate.NONE, "i64 -> f64"),
  F64_PROMOTE_F32(0xbb, "f64.promote_f32", Immediate.NONE, "f32 -> f64"),
  I32_REINTERPRET_F32(0xbc, "i32.reinterpret_f32", Immediate.NONE, "f32 -> i32"),
  I64_REINTERPRET_F64(0xbd, "i64.reinterpret_f64", Immediate.NONE, "f64 -> i64"),
  F32_REINTERPRET_I32(0xbe, "f32.reinterpret_i32", Immediate.NONE, "i32 -> f32"),
  F64_REINTERPRET_I64(0xbf, "f64.reinterpret_i64", Immediate.NONE, "i64 -> f64"),
  I32_EXTEND8_S(0xc0, "i32.extend8_s", Immediate.NONE, "i32 -> i32"),
  I32_EXTEND16_S(0xc1, "i32.extend16_s", Immediate.NONE, "i32 -> i32"),
  I64_EXTEND8_S(0xc2, "i64.extend8_s", Immediate.NONE, "i64 -> i64"),
  I64_EXTEND16_S(0xc3, "i64.extend16_s", Immediate.NONE, "i64 -> i64"),
  I64_EXTEND32_S(0xc4, "i64.extend32_s", Immediate.NONE, "i64 -> i64"),
  REF_NULL(0xd0, "ref.null", Immediate.REF_TYPE, null),
  REF_IS_NULL(0xd1, "ref.is_null", Immediate.NONE, null),
  REF_FUNC(0xd2, "ref.func", Immediate.FUNCTION, "-> funcref"),
  I32_TRUNC_SAT_F32_S(0xfc00, "i32.trunc_sat_f32_s", Immediate.NONE, "f32 -> i32"),
  I32_TRUNC_SAT_F32_U(0xfc01, "i32.trunc_sat_f32_u", Immediate.NONE, "f32 -> i32"),
  I32_TRUNC_SAT_F64_S(0xfc02, "i32.trunc_sat_f64_s", Immediate.NONE, "f64 -> i32"),
  I32_TRUNC_SAT_F64_U(0xfc03, "i32.trunc_sat_f64_u", Immediate.NONE, "f64 -> i32"),
  I64_TRUNC_SAT_F32_S(0xfc04, "i64.trunc_sat_f32_s", Immediate.NONE, "f32 -> i64"),
  I64_TRUNC_SAT_F32_U(0xfc05, "i64.trunc_sat_f32_u", Immediate.NONE, "f32 -> i64"),
  I64_TRUNC_SAT_F64_S(0xfc06, "i64.trunc_sat_f64_s", Immediate.NONE, "f64 -> i64"),
  I64_TRUNC_SAT_F64_U(0xfc07, "i64.trunc_sat_f64_u", Immediate.NONE, "f64 -> i64"),
  MEMORY_INIT(0xfc08, "memory.init", Immediate.MEMORY_INIT, null),
  DATA_DROP(0xfc09, "data.drop", Immediate.DATA, null),
  MEMORY_COPY(0xfc0a, "memory.copy", Immediate.MEMORY_COPY, null),
  MEMORY_FILL(0xfc0b, "memory.fill", Immediate.MEMORY, null),
  TABLE_INIT(0xfc0c, "table.init", Immediate.TABLE_INIT, null),
  ELEM_DROP(0xfc0d, "elem.drop", Immediate.ELEMENT, null),
  TABLE_COPY(0xfc0e, "table.copy", Immediate.TABLE_COPY, null),
  TABLE_GROW(0xfc0f, "table.grow", Immediate.TABLE, null),
  TABLE_SIZE(0xfc10, "table.size", Immediate.TABLE, null),
  TABLE_FILL(0xfc11, "table.fill", Immediate.TABLE, null),
  V128_LOAD(0xfd0000, "v128.load", Immediate.MEMARG, "a -> v128", 16),
  V128_LOAD8X8_S(0xfd0001, "v128.load8x8_s", Immediate.MEMARG, "a -> v128", 8),
  V128_LOAD8X8_U(0xfd0002, "v128.load8x8_u", Immediate.MEMARG, "a -> v128", 8),
  V128_LOAD16X4_S(0xfd0003, "v128.load16x4_s", Immediate.MEMARG, "a -> v128", 8),
  V128_LOAD16X4_U(0xfd0004, "v128.load16x4_u", Immediate.MEMARG, "a -> v128", 8),
  V128_LOAD32X2_S(0xfd0005, "v128.load32x2_s", Immediate.MEMARG, "a -> v128", 8),
  V128_LOAD32X2_U(0xfd0006, "v128.load32x2_u", Immediate.MEMARG, "a -> v128", 8),
  V128_LOAD8_SPLAT(0xfd0007, "v128.load8_splat", Immediate.MEMARG, "a -> v128", 1),
  V128_LOAD16_SPLAT(0xfd0008, "v128.load16_splat", Immediate.MEMARG, "a -> v128", 2),
  V128_LOAD32_SPLAT(0xfd0009, "v128.load32_splat", Immediate.MEMARG, "a -> v128", 4),
  V128_LOAD64_SPLAT(0xfd000a, "v128.load64_splat", Immediate.MEMARG, "a -> v128", 8),
  V128_STORE(0xfd000b, "v128.store", Immediate.MEMARG, "a v128 ->", 16),
  V128_CONST(0xfd000c, "v128.const", Immediate.V128, "-> v128"),
  I8X16_SHUFFLE(0xfd000d, "i8x16.shuffle", Immediate.SHUFFLE, "v128 v128 -> v128"),
  I8X16_SWIZZLE(0xfd000e, "i8x16.swizzle", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_SPLAT(0xfd000f, "i8x16.splat", Immediate.NONE, "i32 -> v128"),
  I16X8_SPLAT(0xfd0010, "i16x8.splat", Immediate.NONE, "i32 -> v128"),
  I32X4_SPLAT(0xfd0011, "i32x4.splat", Immediate.NONE, "i32 -> v128"),
  I64X2_SPLAT(0xfd0012, "i64x2.splat", Immediate.NONE, "i64 -> v128"),
  F32X4_SPLAT(0xfd0013, "f32x4.splat", Immediate.NONE, "f32 -> v128"),
  F64X2_SPLAT(0xfd0014, "f64x2.splat", Immediate.NONE, "f64 -> v128"),
  I8X16_EXTRACT_LANE_S(0xfd0015, "i8x16.extract_lane_s", Immediate.LANE, "v128 -> i32", 1),
  I8X16_EXTRACT_LANE_U(0xfd0016, "i8x16.extract_lane_u", Immediate.LANE, "v128 -> i32", 1),
  I8X16_REPLACE_LANE(0xfd0017, "i8x16.replace_lane", Immediate.LANE, "v128 i32 -> v128", 1),
  I16X8_EXTRACT_LANE_S(0xfd0018, "i16x8.extract_lane_s", Immediate.LANE, "v128 -> i32", 2),
  I16X8_EXTRACT_LANE_U(0xfd0019, "i16x8.extract_lane_u", Immediate.LANE, "v128 -> i32", 2),
  I16X8_REPLACE_LANE(0xfd001a, "i16x8.replace_lane", Immediate.LANE, "v128 i32 -> v128", 2),
  I32X4_EXTRACT_LANE(0xfd001b, "i32x4.extract_lane", Immediate.LANE, "v128 -> i32", 4),
  I32X4_REPLACE_LANE(0xfd001c, "i32x4.replace_lane", Immediate.LANE, "v128 i32 -> v128", 4),
  I64X2_EXTRACT_LANE(0xfd001d, "i64x2.extract_lane", Immediate.LANE, "v128 -> i64", 8),
  I64X2_REPLACE_LANE(0xfd001e, "i64x2.replace_lane", Immediate.LANE, "v128 i64 -> v128", 8),
  F32X4_EXTRACT_LANE(0xfd001f, "f32x4.extract_lane", Immediate.LANE, "v128 -> f32", 4),
  F32X4_REPLACE_LANE(0xfd0020, "f32x4.replace_lane", Immediate.LANE, "v128 f32 -> v128", 4),
  F64X2_EXTRACT_LANE(0xfd0021, "f64x2.extract_lane", Immediate.LANE, "v128 -> f64", 8),
  F64X2_REPLACE_LANE(0xfd0022, "f64x2.replace_lane", Immediate.LANE, "v128 f64 -> v128", 8),
  I8X16_EQ(0xfd0023, "i8x16.eq", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_NE(0xfd0024, "i8x16.ne", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_LT_S(0xfd0025, "i8x16.lt_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_LT_U(0xfd0026, "i8x16.lt_u", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_GT_S(0xfd0027, "i8x16.gt_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_GT_U(0xfd0028, "i8x16.gt_u", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_LE_S(0xfd0029, "i8x16.le_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_LE_U(0xfd002a, "i8x16.le_u", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_GE_S(0xfd002b, "i8x16.ge_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_GE_U(0xfd002c, "i8x16.ge_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_EQ(0xfd002d, "i16x8.eq", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_NE(0xfd002e, "i16x8.ne", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_LT_S(0xfd002f, "i16x8.lt_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_LT_U(0xfd0030, "i16x8.lt_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_GT_S(0xfd0031, "i16x8.gt_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_GT_U(0xfd0032, "i16x8.gt_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_LE_S(0xfd0033, "i16x8.le_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_LE_U(0xfd0034, "i16x8.le_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_GE_S(0xfd0035, "i16x8.ge_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_GE_U(0xfd0036, "i16x8.ge_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_EQ(0xfd0037, "i32x4.eq", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_NE(0xfd0038, "i32x4.ne", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_LT_S(0xfd0039, "i32x4.lt_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_LT_U(0xfd003a, "i32x4.lt_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_GT_S(0xfd003b, "i32x4.gt_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_GT_U(0xfd003c, "i32x4.gt_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_LE_S(0xfd003d, "i32x4.le_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_LE_U(0xfd003e, "i32x4.le_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_GE_S(0xfd003f, "i32x4.ge_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_GE_U(0xfd0040, "i32x4.ge_u", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_EQ(0xfd0041, "f32x4.eq", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_NE(0xfd0042, "f32x4.ne", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_LT(0xfd0043, "f32x4.lt", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_GT(0xfd0044, "f32x4.gt", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_LE(0xfd0045, "f32x4.le", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_GE(0xfd0046, "f32x4.ge", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_EQ(0xfd0047, "f64x2.eq", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_NE(0xfd0048, "f64x2.ne", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_LT(0xfd0049, "f64x2.lt", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_GT(0xfd004a, "f64x2.gt", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_LE(0xfd004b, "f64x2.le", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_GE(0xfd004c, "f64x2.ge", Immediate.NONE, "v128 v128 -> v128"),
  V128_NOT(0xfd004d, "v128.not", Immediate.NONE, "v128 -> v128"),
  V128_AND(0xfd004e, "v128.and", Immediate.NONE, "v128 v128 -> v128"),
  V128_ANDNOT(0xfd004f, "v128.andnot", Immediate.NONE, "v128 v128 -> v128"),
  V128_OR(0xfd0050, "v128.or", Immediate.NONE, "v128 v128 -> v128"),
  V128_XOR(0xfd0051, "v128.xor", Immediate.NONE, "v128 v128 -> v128"),
  V128_BITSELECT(0xfd0052, "v128.bitselect", Immediate.NONE, "v128 v128 v128 -> v128"),
  V128_ANY_TRUE(0xfd0053, "v128.any_true", Immediate.NONE, "v128 -> i32"),
  V128_LOAD8_LANE(0xfd0054, "v128.load8_lane", Immediate.MEMARG_LANE, "a v128 -> v128", 1),
  V128_LOAD16_LANE(0xfd0055, "v128.load16_lane", Immediate.MEMARG_LANE, "a v128 -> v128", 2),
  V128_LOAD32_LANE(0xfd0056, "v128.load32_lane", Immediate.MEMARG_LANE, "a v128 -> v128", 4),
  V128_LOAD64_LANE(0xfd0057, "v128.load64_lane", Immediate.MEMARG_LANE, "a v128 -> v128", 8),
  V128_STORE8_LANE(0xfd0058, "v128.store8_lane", Immediate.MEMARG_LANE, "a v128 ->", 1),
  V128_STORE16_LANE(0xfd0059, "v128.store16_lane", Immediate.MEMARG_LANE, "a v128 ->", 2),
  V128_STORE32_LANE(0xfd005a, "v128.store32_lane", Immediate.MEMARG_LANE, "a v128 ->", 4),
  V128_STORE64_LANE(0xfd005b, "v128.store64_lane", Immediate.MEMARG_LANE, "a v128 ->", 8),
  V128_LOAD32_ZERO(0xfd005c, "v128.load32_zero", Immediate.MEMARG, "a -> v128", 4),
  V128_LOAD64_ZERO(0xfd005d, "v128.load64_zero", Immediate.MEMARG, "a -> v128", 8),
  F32X4_DEMOTE_F64X2_ZERO(0xfd005e, "f32x4.demote_f64x2_zero", Immediate.NONE, "v128 -> v128"),
  F64X2_PROMOTE_LOW_F32X4(0xfd005f, "f64x2.promote_low_f32x4", Immediate.NONE, "v128 -> v128"),
  I8X16_ABS(0xfd0060, "i8x16.abs", Immediate.NONE, "v128 -> v128"),
  I8X16_NEG(0xfd0061, "i8x16.neg", Immediate.NONE, "v128 -> v128"),
  I8X16_POPCNT(0xfd0062, "i8x16.popcnt", Immediate.NONE, "v128 -> v128"),
  I8X16_ALL_TRUE(0xfd0063, "i8x16.all_true", Immediate.NONE, "v128 -> i32"),
  I8X16_BITMASK(0xfd0064, "i8x16.bitmask", Immediate.NONE, "v128 -> i32"),
  I8X16_NARROW_I16X8_S(0xfd0065, "i8x16.narrow_i16x8_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_NARROW_I16X8_U(0xfd0066, "i8x16.narrow_i16x8_u", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_CEIL(0xfd0067, "f32x4.ceil", Immediate.NONE, "v128 -> v128"),
  F32X4_FLOOR(0xfd0068, "f32x4.floor", Immediate.NONE, "v128 -> v128"),
  F32X4_TRUNC(0xfd0069, "f32x4.trunc", Immediate.NONE, "v128 -> v128"),
  F32X4_NEAREST(0xfd006a, "f32x4.nearest", Immediate.NONE, "v128 -> v128"),
  I8X16_SHL(0xfd006b, "i8x16.shl", Immediate.NONE, "v128 i32 -> v128"),
  I8X16_SHR_S(0xfd006c, "i8x16.shr_s", Immediate.NONE, "v128 i32 -> v128"),
  I8X16_SHR_U(0xfd006d, "i8x16.shr_u", Immediate.NONE, "v128 i32 -> v128"),
  I8X16_ADD(0xfd006e, "i8x16.add", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_ADD_SAT_S(0xfd006f, "i8x16.add_sat_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_ADD_SAT_U(0xfd0070, "i8x16.add_sat_u", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_SUB(0xfd0071, "i8x16.sub", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_SUB_SAT_S(0xfd0072, "i8x16.sub_sat_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_SUB_SAT_U(0xfd0073, "i8x16.sub_sat_u", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_CEIL(0xfd0074, "f64x2.ceil", Immediate.NONE, "v128 -> v128"),
  F64X2_FLOOR(0xfd0075, "f64x2.floor", Immediate.NONE, "v128 -> v128"),
  I8X16_MIN_S(0xfd0076, "i8x16.min_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_MIN_U(0xfd0077, "i8x16.min_u", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_MAX_S(0xfd0078, "i8x16.max_s", Immediate.NONE, "v128 v128 -> v128"),
  I8X16_MAX_U(0xfd0079, "i8x16.max_u", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_TRUNC(0xfd007a, "f64x2.trunc", Immediate.NONE, "v128 -> v128"),
  I8X16_AVGR_U(0xfd007b, "i8x16.avgr_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_EXTADD_PAIRWISE_I8X16_S(
      0xfd007c, "i16x8.extadd_pairwise_i8x16_s", Immediate.NONE, "v128 -> v128"),
  I16X8_EXTADD_PAIRWISE_I8X16_U(
      0xfd007d, "i16x8.extadd_pairwise_i8x16_u", Immediate.NONE, "v128 -> v128"),
  I32X4_EXTADD_PAIRWISE_I16X8_S(
      0xfd007e, "i32x4.extadd_pairwise_i16x8_s", Immediate.NONE, "v128 -> v128"),
  I32X4_EXTADD_PAIRWISE_I16X8_U(
      0xfd007f, "i32x4.extadd_pairwise_i16x8_u", Immediate.NONE, "v128 -> v128"),
  I16X8_ABS(0xfd0080, "i16x8.abs", Immediate.NONE, "v128 -> v128"),
  I16X8_NEG(0xfd0081, "i16x8.neg", Immediate.NONE, "v128 -> v128"),
  I16X8_Q15MULR_SAT_S(0xfd0082, "i16x8.q15mulr_sat_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_ALL_TRUE(0xfd0083, "i16x8.all_true", Immediate.NONE, "v128 -> i32"),
  I16X8_BITMASK(0xfd0084, "i16x8.bitmask", Immediate.NONE, "v128 -> i32"),
  I16X8_NARROW_I32X4_S(0xfd0085, "i16x8.narrow_i32x4_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_NARROW_I32X4_U(0xfd0086, "i16x8.narrow_i32x4_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_EXTEND_LOW_I8X16_S(0xfd0087, "i16x8.extend_low_i8x16_s", Immediate.NONE, "v128 -> v128"),
  I16X8_EXTEND_HIGH_I8X16_S(0xfd0088, "i16x8.extend_high_i8x16_s", Immediate.NONE, "v128 -> v128"),
  I16X8_EXTEND_LOW_I8X16_U(0xfd0089, "i16x8.extend_low_i8x16_u", Immediate.NONE, "v128 -> v128"),
  I16X8_EXTEND_HIGH_I8X16_U(0xfd008a, "i16x8.extend_high_i8x16_u", Immediate.NONE, "v128 -> v128"),
  I16X8_SHL(0xfd008b, "i16x8.shl", Immediate.NONE, "v128 i32 -> v128"),
  I16X8_SHR_S(0xfd008c, "i16x8.shr_s", Immediate.NONE, "v128 i32 -> v128"),
  I16X8_SHR_U(0xfd008d, "i16x8.shr_u", Immediate.NONE, "v128 i32 -> v128"),
  I16X8_ADD(0xfd008e, "i16x8.add", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_ADD_SAT_S(0xfd008f, "i16x8.add_sat_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_ADD_SAT_U(0xfd0090, "i16x8.add_sat_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_SUB(0xfd0091, "i16x8.sub", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_SUB_SAT_S(0xfd0092, "i16x8.sub_sat_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_SUB_SAT_U(0xfd0093, "i16x8.sub_sat_u", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_NEAREST(0xfd0094, "f64x2.nearest", Immediate.NONE, "v128 -> v128"),
  I16X8_MUL(0xfd0095, "i16x8.mul", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_MIN_S(0xfd0096, "i16x8.min_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_MIN_U(0xfd0097, "i16x8.min_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_MAX_S(0xfd0098, "i16x8.max_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_MAX_U(0xfd0099, "i16x8.max_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_AVGR_U(0xfd009b, "i16x8.avgr_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_EXTMUL_LOW_I8X16_S(
      0xfd009c, "i16x8.extmul_low_i8x16_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_EXTMUL_HIGH_I8X16_S(
      0xfd009d, "i16x8.extmul_high_i8x16_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_EXTMUL_LOW_I8X16_U(
      0xfd009e, "i16x8.extmul_low_i8x16_u", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_EXTMUL_HIGH_I8X16_U(
      0xfd009f, "i16x8.extmul_high_i8x16_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_ABS(0xfd00a0, "i32x4.abs", Immediate.NONE, "v128 -> v128"),
  I32X4_NEG(0xfd00a1, "i32x4.neg", Immediate.NONE, "v128 -> v128"),
  I32X4_ALL_TRUE(0xfd00a3, "i32x4.all_true", Immediate.NONE, "v128 -> i32"),
  I32X4_BITMASK(0xfd00a4, "i32x4.bitmask", Immediate.NONE, "v128 -> i32"),
  I32X4_EXTEND_LOW_I16X8_S(0xfd00a7, "i32x4.extend_low_i16x8_s", Immediate.NONE, "v128 -> v128"),
  I32X4_EXTEND_HIGH_I16X8_S(0xfd00a8, "i32x4.extend_high_i16x8_s", Immediate.NONE, "v128 -> v128"),
  I32X4_EXTEND_LOW_I16X8_U(0xfd00a9, "i32x4.extend_low_i16x8_u", Immediate.NONE, "v128 -> v128"),
  I32X4_EXTEND_HIGH_I16X8_U(0xfd00aa, "i32x4.extend_high_i16x8_u", Immediate.NONE, "v128 -> v128"),
  I32X4_SHL(0xfd00ab, "i32x4.shl", Immediate.NONE, "v128 i32 -> v128"),
  I32X4_SHR_S(0xfd00ac, "i32x4.shr_s", Immediate.NONE, "v128 i32 -> v128"),
  I32X4_SHR_U(0xfd00ad, "i32x4.shr_u", Immediate.NONE, "v128 i32 -> v128"),
  I32X4_ADD(0xfd00ae, "i32x4.add", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_SUB(0xfd00b1, "i32x4.sub", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_MUL(0xfd00b5, "i32x4.mul", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_MIN_S(0xfd00b6, "i32x4.min_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_MIN_U(0xfd00b7, "i32x4.min_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_MAX_S(0xfd00b8, "i32x4.max_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_MAX_U(0xfd00b9, "i32x4.max_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_DOT_I16X8_S(0xfd00ba, "i32x4.dot_i16x8_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_EXTMUL_LOW_I16X8_S(
      0xfd00bc, "i32x4.extmul_low_i16x8_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_EXTMUL_HIGH_I16X8_S(
      0xfd00bd, "i32x4.extmul_high_i16x8_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_EXTMUL_LOW_I16X8_U(
      0xfd00be, "i32x4.extmul_low_i16x8_u", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_EXTMUL_HIGH_I16X8_U(
      0xfd00bf, "i32x4.extmul_high_i16x8_u", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_ABS(0xfd00c0, "i64x2.abs", Immediate.NONE, "v128 -> v128"),
  I64X2_NEG(0xfd00c1, "i64x2.neg", Immediate.NONE, "v128 -> v128"),
  I64X2_ALL_TRUE(0xfd00c3, "i64x2.all_true", Immediate.NONE, "v128 -> i32"),
  I64X2_BITMASK(0xfd00c4, "i64x2.bitmask", Immediate.NONE, "v128 -> i32"),
  I64X2_EXTEND_LOW_I32X4_S(0xfd00c7, "i64x2.extend_low_i32x4_s", Immediate.NONE, "v128 -> v128"),
  I64X2_EXTEND_HIGH_I32X4_S(0xfd00c8, "i64x2.extend_high_i32x4_s", Immediate.NONE, "v128 -> v128"),
  I64X2_EXTEND_LOW_I32X4_U(0xfd00c9, "i64x2.extend_low_i32x4_u", Immediate.NONE, "v128 -> v128"),
  I64X2_EXTEND_HIGH_I32X4_U(0xfd00ca, "i64x2.extend_high_i32x4_u", Immediate.NONE, "v128 -> v128"),
  I64X2_SHL(0xfd00cb, "i64x2.shl", Immediate.NONE, "v128 i32 -> v128"),
  I64X2_SHR_S(0xfd00cc, "i64x2.shr_s", Immediate.NONE, "v128 i32 -> v128"),
  I64X2_SHR_U(0xfd00cd, "i64x2.shr_u", Immediate.NONE, "v128 i32 -> v128"),
  I64X2_ADD(0xfd00ce, "i64x2.add", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_SUB(0xfd00d1, "i64x2.sub", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_MUL(0xfd00d5, "i64x2.mul", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_EQ(0xfd00d6, "i64x2.eq", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_NE(0xfd00d7, "i64x2.ne", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_LT_S(0xfd00d8, "i64x2.lt_s", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_GT_S(0xfd00d9, "i64x2.gt_s", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_LE_S(0xfd00da, "i64x2.le_s", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_GE_S(0xfd00db, "i64x2.ge_s", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_EXTMUL_LOW_I32X4_S(
      0xfd00dc, "i64x2.extmul_low_i32x4_s", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_EXTMUL_HIGH_I32X4_S(
      0xfd00dd, "i64x2.extmul_high_i32x4_s", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_EXTMUL_LOW_I32X4_U(
      0xfd00de, "i64x2.extmul_low_i32x4_u", Immediate.NONE, "v128 v128 -> v128"),
  I64X2_EXTMUL_HIGH_I32X4_U(
      0xfd00df, "i64x2.extmul_high_i32x4_u", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_ABS(0xfd00e0, "f32x4.abs", Immediate.NONE, "v128 -> v128"),
  F32X4_NEG(0xfd00e1, "f32x4.neg", Immediate.NONE, "v128 -> v128"),
  F32X4_SQRT(0xfd00e3, "f32x4.sqrt", Immediate.NONE, "v128 -> v128"),
  F32X4_ADD(0xfd00e4, "f32x4.add", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_SUB(0xfd00e5, "f32x4.sub", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_MUL(0xfd00e6, "f32x4.mul", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_DIV(0xfd00e7, "f32x4.div", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_MIN(0xfd00e8, "f32x4.min", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_MAX(0xfd00e9, "f32x4.max", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_PMIN(0xfd00ea, "f32x4.pmin", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_PMAX(0xfd00eb, "f32x4.pmax", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_ABS(0xfd00ec, "f64x2.abs", Immediate.NONE, "v128 -> v128"),
  F64X2_NEG(0xfd00ed, "f64x2.neg", Immediate.NONE, "v128 -> v128"),
  F64X2_SQRT(0xfd00ef, "f64x2.sqrt", Immediate.NONE, "v128 -> v128"),
  F64X2_ADD(0xfd00f0, "f64x2.add", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_SUB(0xfd00f1, "f64x2.sub", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_MUL(0xfd00f2, "f64x2.mul", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_DIV(0xfd00f3, "f64x2.div", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_MIN(0xfd00f4, "f64x2.min", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_MAX(0xfd00f5, "f64x2.max", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_PMIN(0xfd00f6, "f64x2.pmin", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_PMAX(0xfd00f7, "f64x2.pmax", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_TRUNC_SAT_F32X4_S(0xfd00f8, "i32x4.trunc_sat_f32x4_s", Immediate.NONE, "v128 -> v128"),
  I32X4_TRUNC_SAT_F32X4_U(0xfd00f9, "i32x4.trunc_sat_f32x4_u", Immediate.NONE, "v128 -> v128"),
  F32X4_CONVERT_I32X4_S(0xfd00fa, "f32x4.convert_i32x4_s", Immediate.NONE, "v128 -> v128"),
  F32X4_CONVERT_I32X4_U(0xfd00fb, "f32x4.convert_i32x4_u", Immediate.NONE, "v128 -> v128"),
  I32X4_TRUNC_SAT_F64X2_S_ZERO(
      0xfd00fc, "i32x4.trunc_sat_f64x2_s_zero", Immediate.NONE, "v128 -> v128"),
  I32X4_TRUNC_SAT_F64X2_U_ZERO(
      0xfd00fd, "i32x4.trunc_sat_f64x2_u_zero", Immediate.NONE, "v128 -> v128"),
  F64X2_CONVERT_LOW_I32X4_S(0xfd00fe, "f64x2.convert_low_i32x4_s", Immediate.NONE, "v128 -> v128"),
  F64X2_CONVERT_LOW_I32X4_U(0xfd00ff, "f64x2.convert_low_i32x4_u", Immediate.NONE, "v128 -> v128"),
  I8X16_RELAXED_SWIZZLE(0xfd0100, "i8x16.relaxed_swizzle", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_RELAXED_TRUNC_F32X4_S(
      0xfd0101, "i32x4.relaxed_trunc_f32x4_s", Immediate.NONE, "v128 -> v128"),
  I32X4_RELAXED_TRUNC_F32X4_U(
      0xfd0102, "i32x4.relaxed_trunc_f32x4_u", Immediate.NONE, "v128 -> v128"),
  I32X4_RELAXED_TRUNC_F64X2_S_ZERO(
      0xfd0103, "i32x4.relaxed_trunc_f64x2_s_zero", Immediate.NONE, "v128 -> v128"),
  I32X4_RELAXED_TRUNC_F64X2_U_ZERO(
      0xfd0104, "i32x4.relaxed_trunc_f64x2_u_zero", Immediate.NONE, "v128 -> v128"),
  F32X4_RELAXED_MADD(0xfd0105, "f32x4.relaxed_madd", Immediate.NONE, "v128 v128 v128 -> v128"),
  F32X4_RELAXED_NMADD(0xfd0106, "f32x4.relaxed_nmadd", Immediate.NONE, "v128 v128 v128 -> v128"),
  F64X2_RELAXED_MADD(0xfd0107, "f64x2.relaxed_madd", Immediate.NONE, "v128 v128 v128 -> v128"),
  F64X2_RELAXED_NMADD(0xfd0108, "f64x2.relaxed_nmadd", Immediate.NONE, "v128 v128 v128 -> v128"),
  I8X16_RELAXED_LANESELECT(
      0xfd0109, "i8x16.relaxed_laneselect", Immediate.NONE, "v128 v128 v128 -> v128"),
  I16X8_RELAXED_LANESELECT(
      0xfd010a, "i16x8.relaxed_laneselect", Immediate.NONE, "v128 v128 v128 -> v128"),
  I32X4_RELAXED_LANESELECT(
      0xfd010b, "i32x4.relaxed_laneselect", Immediate.NONE, "v128 v128 v128 -> v128"),
  I64X2_RELAXED_LANESELECT(
      0xfd010c, "i64x2.relaxed_laneselect", Immediate.NONE, "v128 v128 v128 -> v128"),
  F32X4_RELAXED_MIN(0xfd010d, "f32x4.relaxed_min", Immediate.NONE, "v128 v128 -> v128"),
  F32X4_RELAXED_MAX(0xfd010e, "f32x4.relaxed_max", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_RELAXED_MIN(0xfd010f, "f64x2.relaxed_min", Immediate.NONE, "v128 v128 -> v128"),
  F64X2_RELAXED_MAX(0xfd0110, "f64x2.relaxed_max", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_RELAXED_Q15MULR_S(0xfd0111, "i16x8.relaxed_q15mulr_s", Immediate.NONE, "v128 v128 -> v128"),
  I16X8_RELAXED_DOT_I8X16_I7X16_S(
      0xfd0112, "i16x8.relaxed_dot_i8x16_i7x16_s", Immediate.NONE, "v128 v128 -> v128"),
  I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S(
      0xfd0113, "i32x4.relaxed_dot_i8x16_i7x16_add_s", Immediate.NONE, "v128 v128 v128 -> v128"),
  MEMORY_ATOMIC_NOTIFY(0xfe00, "memory.atomic.notify", Immediate.MEMARG, "a i32 -> i32", 4),
  MEMORY_ATOMIC_WAIT32(0xfe01, "memory.atomic.wait32", Immediate.MEMARG, "a i32 i64 -> i32", 4),
  MEMORY_ATOMIC_WAIT64(0xfe02, "memory.atomic.wait64", Immediate.MEMARG, "a i64 i64 -> i32", 8),
  ATOMIC_FENCE(0xfe03, "atomic.fence", Immediate.ZERO_BYTE, "->"),
  I32_ATOMIC_LOAD(0xfe10, "i32.atomic.load", Immediate.MEMARG, "a -> i32", 4),
  I64_ATOMIC_LOAD(0xfe11, "i64.atomic.load", Immediate.MEMARG, "a -> i64", 8),
  I32_ATOMIC_LOAD8_U(0xfe12, "i32.atomic.load8_u", Immediate.MEMARG, "a -> i32", 1),
  I32_ATOMIC_LOAD16_U(0xfe13, "i32.atomic.load16_u", Immediate.MEMARG, "a -> i32", 2),
  I64_ATOMIC_LOAD8_U(0xfe14, "i64.atomic.load8_u", Immediate.MEMARG, "a -> i64", 1),
  I64_ATOMIC_LOAD16_U(0xfe15, "i64.atomic.load16_u", Immediate.MEMARG, "a -> i64", 2),
  I64_ATOMIC_LOAD32_U(0xfe16, "i64.atomic.load32_u", Immediate.MEMARG, "a -> i64", 4),
  I32_ATOMIC_STORE(0xfe17, "i32.atomic.store", Immediate.MEMARG, "a i32 ->", 4),
  I64_ATOMIC_STORE(0xfe18, "i64.atomic.store", Immediate.MEMARG, "a i64 ->", 8),
  I32_ATOMIC_STORE8(0xfe19, "i32.atomic.store8", Immediate.MEMARG, "a i32 ->", 1),
  I32_ATOMIC_STORE16(0xfe1a, "i32.atomic.store16", Immediate.MEMARG, "a i32 ->", 2),
  I64_ATOMIC_STORE8(0xfe1b, "i64.atomic.store8", Immediate.MEMARG, "a i64 ->", 1),
  I64_ATOMIC_STORE16(0xfe1c, "i64.atomic.store16", Immediate.MEMARG, "a i64 ->", 2),
  I64_ATOMIC_STORE32(0xfe1d, "i64.atomic.store32", Immediate.MEMARG, "a i64 ->", 4),
  I32_ATOMIC_RMW_ADD(0xfe1e, "i32.atomic.rmw.add", Immediate.MEMARG, "a i32 -> i32", 4),
  I64_ATOMIC_RMW_ADD(0xfe1f, "i64.atomic.rmw.add", Immediate.MEMARG, "a i64 -> i64", 8),
  I32_ATOMIC_RMW8_ADD_U(0xfe20, "i32.atomic.rmw8.add_u", Immediate.MEMARG, "a i32 -> i32", 1),
  I32_ATOMIC_RMW16_ADD_U(0xfe21, "i32.atomic.rmw16.add_u", Immediate.MEMARG, "a i32 -> i32", 2),
  I64_ATOMIC_RMW8_ADD_U(0xfe22, "i64.atomic.rmw8.add_u", Immediate.MEMARG, "a i64 -> i64", 1),
  I64_ATOMIC_RMW16_ADD_U(0xfe23, "i64.atomic.rmw16.add_u", Immediate.MEMARG, "a i64 -> i64", 2),
  I64_ATOMIC_RMW32_ADD_U(0xfe24, "i64.atomic.rmw32.add_u", Immediate.MEMARG, "a i64 -> i64", 4),
  I32_ATOMIC_RMW_SUB(0xfe25, "i32.atomic.rmw.sub", Immediate.MEMARG, "a i32 -> i32", 4),
  I64_ATOMIC_RMW_SUB(0xfe26, "i64.atomic.rmw.sub", Immediate.MEMARG, "a i64 -> i64", 8),
  I32_ATOMIC_RMW8_SUB_U(0xfe27, "i32.atomic.rmw8.sub_u", Immediate.MEMARG, "a i32 -> i32", 1),
  I32_ATOMIC_RMW16_SUB_U(0xfe28, "i32.atomic.rmw16.sub_u", Immediate.MEMARG, "a i32 -> i32", 2),
  I64_ATOMIC_RMW8_SUB_U(0xfe29, "i64.atomic.rmw8.sub_u", Immediate.MEMARG, "a i64 -> i64", 1),
  I64_ATOMIC_RMW16_SUB_U(0xfe2a, "i64.atomic.rmw16.sub_u", Immediate.MEMARG, "a i64 -> i64", 2),
  I64_ATOMIC_RMW32_SUB_U(0xfe2b, "i64.atomic.rmw32.sub_u", Immediate.MEMARG, "a i64 -> i64", 4),
  I32_ATOMIC_RMW_AND(0xfe2c, "i32.atomic.rmw.and", Immediate.MEMARG, "a i32 -> i32", 4),
  I64_ATOMIC_RMW_AND(0xfe2d, "i64.atomic.rmw.and", Immediate.MEMARG, "a i64 -> i64", 8),
  I32_ATOMIC_RMW8_AND_U(0xfe2e, "i32.atomic.rmw8.and_u", Immediate.MEMARG, "a i32 -> i32", 1),
  I32_ATOMIC_RMW16_AND_U(0xfe2f, "i32.atomic.rmw16.and_u", Immediate.MEMARG, "a i32 -> i32", 2),
  I64_ATOMIC_RMW8_AND_U(0xfe30, "i64.atomic.rmw8.and_u", Immediate.MEMARG, "a i64 -> i64", 1),
  I64_ATOMIC_RMW16_AND_U(0xfe31, "i64.atomic.rmw16.and_u", Immediate.MEMARG, "a i64 -> i64", 2),
  I64_ATOMIC_RMW32_AND_U(0xfe32, "i64.atomic.rmw32.and_u", Immediate.MEMARG, "a i64 -> i64", 4),
  I32_ATOMIC_RMW_OR(0xfe33, "i32.atomic.rmw.or", Immediate.MEMARG, "a i32 -> i32", 4),
  I64_ATOMIC_RMW_OR(0xfe34, "i64.atomic.rmw.or", Immediate.MEMARG, "a i64 -> i64", 8),
  I32_ATOMIC_RMW8_OR_U(0xfe35, "i32.atomic.rmw8.or_u", Immediate.MEMARG, "a i32 -> i32", 1),
  I32_ATOMIC_RMW16_OR_U(0xfe36, "i32.atomic.rmw16.or_u", Immediate.MEMARG, "a i32 -> i32", 2),
  I64_ATOMIC_RMW8_OR_U(0xfe37, "i64.atomic.rmw8.or_u", Immediate.MEMARG, "a i64 -> i64", 1),
  I64_ATOMIC_RMW16_OR_U(0xfe38, "i64.atomic.rmw16.or_u", Immediate.MEMARG, "a i64 -> i64", 2),
  I64_ATOMIC_RMW32_OR_U(0xfe39, "i64.atomic.rmw32.or_u", Immediate.MEMARG, "a i64 -> i64", 4),
  I32_ATOMIC_RMW_XOR(0xfe3a, "i32.atomic.rmw.xor", Immediate.MEMARG, "a i32 -> i32", 4),
  I64_ATOMIC_RMW_XOR(0xfe3b, "i64.atomic.rmw.xor", Immediate.MEMARG, "a i64 -> i64", 8),
  I32_ATOMIC_RMW8_XOR_U(0xfe3c, "i32.atomic.rmw8.xor_u", Immediate.MEMARG, "a i32 -> i32", 1),
  I32_ATOMIC_RMW16_XOR_U(0xfe3d, "i32.atomic.rmw16.xor_u", Immediate.MEMARG, "a i32 -> i32", 2),
  I64_ATOMIC_RMW8_XOR_U(0xfe3e, "i64.atomic.rmw8.xor_u", Immediate.MEMARG, "a i64 -> i64", 1),
  I64_ATOMIC_RMW16_XOR_U(0xfe3f, "i64.atomic.rmw16.xor_u", Immediate.MEMARG, "a i64 -> i64", 2),
  I64_ATOMIC_RMW32_XOR_U(0xfe40, "i64.atomic.rmw32.xor_u", Immediate.MEMARG, "a i64 -> i64", 4),
  I32_ATOMIC_RMW_XCHG(0xfe41, "i32.atomic.rmw.xchg", Immediate.MEMARG, "a i32 -> i32", 4),
  I64_ATOMIC_RMW_XCHG(0xfe42, "i64.atomic.rmw.xchg", Immediate.MEMARG, "a i64 -> i64", 8),
  I32_ATOMIC_RMW8_XCHG_U(0xfe43, "i32.atomic.rmw8.xchg_u", Immediate.MEMARG, "a i32 -> i32", 1),
  I32_ATOMIC_RMW16_XCHG_U(0xfe44, "i32.atomic.rmw16.xchg_u", Immediate.MEMARG, "a i32 -> i32", 2),
  I64_ATOMIC_RMW8_XCHG_U(0xfe45, "i64.atomic.rmw8.xchg_u", Immediate.MEMARG, "a i64 -> i64", 1),
  I64_ATOMIC_RMW16_XCHG_U(0xfe46, "i64.atomic.rmw16.xchg_u", Immediate.MEMARG, "a i64 -> i64", 2),
  I64_ATOMIC_RMW32_XCHG_U(0xfe47, "i64.atomic.rmw32.xchg_u", Immediate.MEMARG, "a i64 -> i64", 4),
  I32_ATOMIC_RMW_CMPXCHG(0xfe48, "i32.atomic.rmw.cmpxchg", Immediate.MEMARG, "a i32 i32 -> i32", 4),
  I64_ATOMIC_RMW_CMPXCHG(0xfe49, "i64.atomic.rmw.cmpxchg", Immediate.MEMARG, "a i64 i64 -> i64", 8),
  I32_ATOMIC_RMW8_CMPXCHG_U(
      0xfe4a, "i32.atomic.rmw8.cmpxchg_u", Immediate.MEMARG, "a i32 i32 -> i32", 1),
  I32_ATOMIC_RMW16_CMPXCHG_U(
      0xfe4b, "i32.atomic.rmw16.cmpxchg_u", Immediate.MEMARG, "a i32 i32 -> i32", 2),
  I64_ATOMIC_RMW8_CMPXCHG_U(
      0xfe4c, "i64.atomic.rmw8.cmpxchg_u", Immediate.MEMARG, "a i64 i64 -> i64", 1),
  I64_ATOMIC_RMW16_CMPXCHG_U(
      0xfe4d, "i64.atomic.rmw16.cmpxchg_u", Immediate.MEMARG, "a i64 i64 -> i64", 2),
  I64_ATOMIC_RMW32_CMPXCHG_U(
      0xfe4e, "i64.atomic.rmw32.cmpxchg_u", Immediate.MEMARG, "a i64 i64 -> i64", 4);

  private static final @Nullable Opcode[] PLAIN = new @Nullable Opcode[0x100];
  private static final @Nullable Opcode[] MISC = new @Nullable Opcode[0x20];
  private static final @Nullable Opcode[] VECTOR = new @Nullable Opcode[0x120];
  private static final @Nullable Opcode[] ATOMIC = new @Nullable Opcode[0x50];

  static {
    for (Opcode opcode : values()) {
      int code = opcode.code;
      if (code < 0x100) {
        PLAIN[code] = opcode;
      } else if (code >> 8 == 0xfc) {
        MISC[code & 0xff] = opcode;
      } else if (code >> 8 == 0xfe) {
        ATOMIC[code & 0xff] = opcode;
      } else {
        VECTOR[code & 0xffff] = opcode;
      }
    }
  }

  private final int code;
  private final String text;
  private final Immediate immediate;
  private final @Nullable FixedType type;
  private final int sizeInBytes;

  Opcode(int code, String text, Immediate immediate, @Nullable String signature) {
    this(code, text, immediate, signature, 0);
  }

  Opcode(int code, String text, Immediate immediate, @Nullable String signature, int sizeInBytes) {
    this.code = code;
    this.text = text;
    this.immediate = immediate;
    this.type = signature == null ? null : FixedType.of(signature);
    this.sizeInBytes = sizeInBytes;
  }

  /// The code, joined with its prefix.
  public int code() {
    return code;
  }

  /// What follows the opcode in the code.
  public Immediate immediate() {
    return immediate;
  }

  /// Its type where that is fixed, else null.
  public @Nullable Signature signature() {
    return type == null ? null : type.signature;
  }

  /// The parameters of the fixed type as codes of {@link ModuleTypes}, or null.
  byte @Nullable [] parameterCodes() {
    return type == null ? null : type.parameterCodes;
  }

  /// The result of the fixed type as codes of {@link ModuleTypes}.
  byte[] resultCodes() {
    return type == null ? ModuleTypes.NONE : type.resultCodes;
  }

  /// How many bytes of memory a memory access touches, which is also its natural alignment; how
  /// wide a lane is for those that only name a lane; 0 for all others.
  public int sizeInBytes() {
    return sizeInBytes;
  }

  /// Whether an `end` (or `delegate`) belongs to it.
  public boolean opensBlock() {
    return immediate == Immediate.BLOCK || immediate == Immediate.TRY_TABLE;
  }

  /// Whether it closes a block for good: `end` and `delegate`.
  public boolean endsBlock() {
    return this == END || this == DELEGATE;
  }

  /// Whether this is one of the instructions of the threads proposal.
  public boolean isAtomic() {
    return code >> 8 == 0xfe;
  }

  /// The name in the text format: `i32.add`.
  @Override
  public String toString() {
    return text;
  }

  /// The opcode for a code without prefix, or null.
  static @Nullable Opcode plain(int code) {
    return PLAIN[code];
  }

  /// The opcode behind `prefix` (0xfc, 0xfd or 0xfe) with the given number, or null.
  static @Nullable Opcode prefixed(int prefix, long number) {
    @Nullable Opcode[] table = prefix == 0xfc ? MISC : prefix == 0xfd ? VECTOR : ATOMIC;
    return number >= 0 && number < table.length ? table[(int) number] : null;
  }

  /// Whether `code` announces a second number.
  static boolean isPrefix(int code) {
    return code >= 0xfc && code <= 0xfe;
  }

  /// The fixed type of an instruction. A null among the parameters is an address.
  ///
  /// @param parameters what it pops, the deepest first; null stands for an address
  /// @param result what it pushes, or null for nothing
  public record Signature(List<@Nullable ValType> parameters, @Nullable ValType result) {
    static Signature parse(String text) {
      List<@Nullable ValType> parameters = new ArrayList<>();
      ValType result = null;
      boolean behindArrow = false;
      for (String word : text.split(" ", -1)) {
        if (word.equals("->")) {
          behindArrow = true;
        } else if (behindArrow) {
          result = word.isEmpty() ? null : type(word);
        } else {
          parameters.add(word.equals("a") ? null : type(word));
        }
      }
      return new Signature(java.util.Collections.unmodifiableList(parameters), result);
    }

    private static ValType type(String word) {
      for (ValType type : ValType.values()) {
        if (type.toString().equals(word)) {
          return type;
        }
      }
      throw new AssertionError("BUG: no such type: " + word);
    }
  }

  /// A fixed type in both forms. Instructions with the same one share it: 500 instructions have 60,
  /// and to parse each takes a tenth of a short program's start.
  private static final class FixedType {
    private static final Map<String, FixedType> BY_TEXT = new HashMap<>();

    private final Signature signature;
    private final byte[] parameterCodes;
    private final byte[] resultCodes;

    private FixedType(String text) {
      signature = Signature.parse(text);
      parameterCodes = ModuleTypes.codes(signature.parameters());
      ValType result = signature.result();
      resultCodes = result == null ? ModuleTypes.NONE : ModuleTypes.codes(List.of(result));
    }

    /// Called while the instructions are made, so by one thread.
    static FixedType of(String text) {
      FixedType type = BY_TEXT.get(text);
      if (type == null) {
        type = new FixedType(text);
        BY_TEXT.put(text, type);
      }
      return type;
    }
  }
}
