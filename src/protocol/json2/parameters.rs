//! What the positional arguments of Odoo's usual methods are called: for JSON-2, which knows them
//! by name only.
//!
//! The parameters of `ir.config_parameter` and `web_unlink` are those of Odoo 20; `read_group` is
//! that of 19, because an old call of it goes to no other version.
//!
//! Source: `/doc-bearer/<model>.json` of Odoo 19, what is known of 20, and the [External JSON-2
//! API](https://www.odoo.com/documentation/19.0/developer/reference/external_api.html).

use std::borrow::Cow;

use super::Parameters;

/// A row: the method, whether its first argument is the records' ids, and the names of the rest,
/// with spaces between them.
pub type Row = (&'static str, bool, &'static str);

/// The table.
pub const PARAMETERS: &[Row] = &[
    ("search", false, "domain offset limit order"),
    ("search_read", false, "domain fields offset limit order"),
    ("search_count", false, "domain limit"),
    (
        "search_fetch",
        false,
        "domain field_names offset limit order",
    ),
    ("read", true, "fields load"),
    ("create", false, "vals_list"),
    ("write", true, "vals"),
    ("unlink", true, ""),
    ("copy", true, "default"),
    ("fields_get", false, "allfields attributes"),
    ("name_search", false, "name domain operator limit"),
    ("name_create", false, "name"),
    ("default_get", false, "fields"),
    ("onchange", true, "values field_names fields_spec"),
    (
        "read_group",
        false,
        "domain fields groupby offset limit orderby lazy",
    ),
    (
        "formatted_read_group",
        false,
        "domain groupby aggregates having offset limit order",
    ),
    (
        "formatted_read_grouping_sets",
        false,
        "domain grouping_sets aggregates",
    ),
    (
        "web_name_search",
        false,
        "name specification domain operator limit",
    ),
    ("context_get", false, ""),
    ("has_access", true, "operation"),
    ("get_metadata", true, ""),
    ("get_external_id", true, ""),
    ("get_views", false, "views options"),
    ("export_data", true, "fields_to_export"),
    ("load", false, "fields data"),
    ("web_read", true, "specification"),
    ("web_save", true, "vals specification next_id"),
    (
        "web_search_read",
        false,
        "domain specification offset limit order count_limit",
    ),
    ("web_unlink", true, ""),
    ("get_str", false, "key default"),
    ("get_int", false, "key default"),
    ("get_float", false, "key default"),
    ("get_bool", false, "key default"),
    ("set_str", false, "key value"),
    ("set_int", false, "key value"),
    ("set_float", false, "key value"),
    ("set_bool", false, "key value"),
    ("action_archive", true, ""),
    ("action_unarchive", true, ""),
];

/// The parameters of a usual method.
pub fn usual(method: &str) -> Option<Parameters> {
    let (_, on_records, names) = PARAMETERS.iter().find(|(name, ..)| *name == method)?;
    Some(Parameters {
        on_records: *on_records,
        names: Cow::Borrowed(names),
        is_bare: false,
    })
}
