//! What models and fields have without its being declared.

use serde_json::{Value, json};

/// The fields every model has without declaring them.
pub(super) fn automatic_fields() -> [(&'static str, Value); 6] {
    [
        (
            "id",
            json!({"type": "integer", "string": "ID", "readonly": true, "copy": false}),
        ),
        (
            "display_name",
            json!({"type": "char", "string": "Display Name", "compute": "display_name", "readonly": true}),
        ),
        (
            "create_uid",
            json!({"type": "many2one", "string": "Created by", "relation": "res.users", "readonly": true, "copy": false}),
        ),
        (
            "create_date",
            json!({"type": "datetime", "string": "Created on", "readonly": true, "copy": false}),
        ),
        (
            "write_uid",
            json!({"type": "many2one", "string": "Last Updated by", "relation": "res.users", "readonly": true, "copy": false}),
        ),
        (
            "write_date",
            json!({"type": "datetime", "string": "Last Updated on", "readonly": true, "copy": false}),
        ),
    ]
}

/// `res.partner` → `ResPartner`.
fn camel_case(name: &str) -> String {
    name.split(['.', '_'])
        .flat_map(|part| {
            let mut chars = part.chars();
            chars
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(chars)
        })
        .collect()
}

/// `country_id` → `Country`, as Odoo labels a field nobody labelled.
pub(super) fn title(name: &str) -> String {
    let stem = name
        .strip_suffix("_ids")
        .or_else(|| name.strip_suffix("_id"))
        .unwrap_or(name);
    stem.split('_')
        .map(camel_case)
        .collect::<Vec<_>>()
        .join(" ")
}
