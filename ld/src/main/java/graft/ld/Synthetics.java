package graft.ld;

import org.jspecify.annotations.Nullable;

/// The linker's own symbols; null where nobody needs them.
///
/// Stack, memory and table layout as the output's own code sees it, thread-local storage, and the
/// functions that start a module.
final class Synthetics {
  /// `__wasm_call_ctors`
  @Nullable Symbol callCtors;

  /// `__wasm_call_dtors`, which is libc's
  @Nullable Symbol callDtors;

  /// `__wasm_init_memory`
  @Nullable Symbol initMemory;

  /// `__wasm_init_memory_flag`
  @Nullable Symbol initMemoryFlag;

  /// `__wasm_apply_global_relocs`
  @Nullable Symbol applyGlobalRelocs;

  /// `__wasm_apply_tls_relocs`
  @Nullable Symbol applyTlsRelocs;

  /// `__wasm_apply_global_tls_relocs`
  @Nullable Symbol applyGlobalTlsRelocs;

  /// `__wasm_apply_data_relocs`
  @Nullable Symbol applyDataRelocs;

  /// `__wasm_init_tls`
  @Nullable Symbol initTls;

  /// `__wasm_start`, or the one function that it would call
  @Nullable Symbol start;

  /// `__stack_pointer`
  @Nullable Symbol stackPointer;

  /// `__tls_base`
  @Nullable Symbol tlsBase;

  /// `__tls_size`
  @Nullable Symbol tlsSize;

  /// `__tls_align`
  @Nullable Symbol tlsAlign;

  /// `__memory_base` as an import
  @Nullable Symbol memoryBase;

  /// `__table_base` as an import
  @Nullable Symbol tableBase;

  /// `__memory_base` as an address
  @Nullable Symbol definedMemoryBase;

  /// `__table_base` as an address
  @Nullable Symbol definedTableBase;

  /// `__dso_handle`
  @Nullable Symbol dsoHandle;

  /// `__data_end`
  @Nullable Symbol dataEnd;

  /// `__stack_low`
  @Nullable Symbol stackLow;

  /// `__stack_high`
  @Nullable Symbol stackHigh;

  /// `__global_base`
  @Nullable Symbol globalBase;

  /// `__heap_base`
  @Nullable Symbol heapBase;

  /// `__heap_end`
  @Nullable Symbol heapEnd;

  /// `__wasm_first_page_end`
  @Nullable Symbol firstPageEnd;

  /// `__indirect_function_table`
  @Nullable Symbol functionTable;
}
