package graft.treesitter;

import java.util.List;

/// The functions of a main module that this package calls, under the names that its versions have
/// for them. All their parameters and results are i32.
enum GuestFunction {
  INIT("ts_init"),
  MALLOC("malloc"),
  FREE("free"),
  STACK_SAVE("emscripten_stack_get_current", "stackSave"),
  STACK_RESTORE("_emscripten_stack_restore", "stackRestore"),
  PARSER_NEW("ts_parser_new_wasm"),
  PARSER_DELETE("ts_parser_delete"),
  PARSER_RESET("ts_parser_reset"),
  PARSER_SET_LANGUAGE("ts_parser_set_language"),
  PARSER_ENABLE_LOGGER("ts_parser_enable_logger_wasm"),
  PARSER_PARSE("ts_parser_parse_wasm"),
  LANGUAGE_VERSION("ts_language_abi_version", "ts_language_version"),
  LANGUAGE_SYMBOL_COUNT("ts_language_symbol_count"),
  LANGUAGE_SYMBOL_NAME("ts_language_symbol_name"),
  LANGUAGE_SYMBOL_TYPE("ts_language_symbol_type"),
  LANGUAGE_SYMBOL_FOR_NAME("ts_language_symbol_for_name"),
  LANGUAGE_FIELD_COUNT("ts_language_field_count"),
  LANGUAGE_FIELD_NAME("ts_language_field_name_for_id"),
  TREE_COPY("ts_tree_copy"),
  TREE_DELETE("ts_tree_delete"),
  TREE_EDIT("ts_tree_edit_wasm"),
  TREE_ROOT("ts_tree_root_node_wasm"),
  TREE_CHANGED_RANGES("ts_tree_get_changed_ranges_wasm"),
  TREE_INCLUDED_RANGES("ts_tree_included_ranges_wasm"),
  NODE_SYMBOL("ts_node_symbol_wasm"),
  NODE_GRAMMAR_SYMBOL("ts_node_grammar_symbol_wasm"),
  NODE_IS_NAMED("ts_node_is_named_wasm"),
  NODE_IS_EXTRA("ts_node_is_extra_wasm"),
  NODE_IS_MISSING("ts_node_is_missing_wasm"),
  NODE_HAS_ERROR("ts_node_has_error_wasm"),
  NODE_HAS_CHANGES("ts_node_has_changes_wasm"),
  NODE_END_INDEX("ts_node_end_index_wasm"),
  NODE_END_POINT("ts_node_end_point_wasm"),
  NODE_TO_STRING("ts_node_to_string_wasm"),
  NODE_CHILD("ts_node_child_wasm"),
  NODE_NAMED_CHILD("ts_node_named_child_wasm"),
  NODE_CHILD_BY_FIELD("ts_node_child_by_field_id_wasm"),
  NODE_CHILDREN_BY_FIELD("ts_node_children_by_field_id_wasm"),
  NODE_FIELD_NAME_FOR_CHILD("ts_node_field_name_for_child_wasm"),
  NODE_CHILD_COUNT("ts_node_child_count_wasm"),
  NODE_NAMED_CHILD_COUNT("ts_node_named_child_count_wasm"),
  NODE_CHILDREN("ts_node_children_wasm"),
  NODE_NAMED_CHILDREN("ts_node_named_children_wasm"),
  NODE_PARENT("ts_node_parent_wasm"),
  NODE_NEXT_SIBLING("ts_node_next_sibling_wasm"),
  NODE_PREVIOUS_SIBLING("ts_node_prev_sibling_wasm"),
  NODE_NEXT_NAMED_SIBLING("ts_node_next_named_sibling_wasm"),
  NODE_PREVIOUS_NAMED_SIBLING("ts_node_prev_named_sibling_wasm"),
  NODE_DESCENDANTS_OF_TYPE("ts_node_descendants_of_type_wasm"),
  NODE_DESCENDANT_FOR_INDEX("ts_node_descendant_for_index_wasm"),
  NODE_NAMED_DESCENDANT_FOR_INDEX("ts_node_named_descendant_for_index_wasm"),
  NODE_DESCENDANT_FOR_POSITION("ts_node_descendant_for_position_wasm"),
  NODE_NAMED_DESCENDANT_FOR_POSITION("ts_node_named_descendant_for_position_wasm"),
  CURSOR_NEW("ts_tree_cursor_new_wasm"),
  CURSOR_COPY("ts_tree_cursor_copy_wasm"),
  CURSOR_DELETE("ts_tree_cursor_delete_wasm"),
  CURSOR_RESET("ts_tree_cursor_reset_wasm"),
  CURSOR_NODE("ts_tree_cursor_current_node_wasm"),
  CURSOR_FIELD("ts_tree_cursor_current_field_id_wasm"),
  CURSOR_DEPTH("ts_tree_cursor_current_depth_wasm"),
  CURSOR_FIRST_CHILD("ts_tree_cursor_goto_first_child_wasm"),
  CURSOR_LAST_CHILD("ts_tree_cursor_goto_last_child_wasm"),
  CURSOR_NEXT_SIBLING("ts_tree_cursor_goto_next_sibling_wasm"),
  CURSOR_PREVIOUS_SIBLING("ts_tree_cursor_goto_previous_sibling_wasm"),
  CURSOR_PARENT("ts_tree_cursor_goto_parent_wasm"),
  QUERY_NEW("ts_query_new"),
  QUERY_DELETE("ts_query_delete"),
  QUERY_PATTERN_COUNT("ts_query_pattern_count"),
  QUERY_CAPTURE_COUNT("ts_query_capture_count"),
  QUERY_CAPTURE_NAME("ts_query_capture_name_for_id"),
  QUERY_STRING_COUNT("ts_query_string_count"),
  QUERY_STRING("ts_query_string_value_for_id"),
  QUERY_PREDICATES("ts_query_predicates_for_pattern"),
  QUERY_MATCHES("ts_query_matches_wasm"),
  QUERY_CAPTURES("ts_query_captures_wasm");

  private final List<String> names;

  GuestFunction(String... names) {
    this.names = List.of(names);
  }

  /// The newest name first.
  List<String> names() {
    return names;
  }
}
