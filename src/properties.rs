//! Properties fields: the read format (a list of definitions with values) and the write format
//! (name → value).

use crate::value::{Kind, Value};

/// The value of the property `name` in the read format; `None` when there is no such property.
pub fn value_of<V: Value>(properties: &V, name: &str) -> Option<V> {
    definition_of(properties, name).and_then(|property| property.get("value"))
}

/// The definition of the property `name`; `None` when there is no such property.
pub fn definition_of<V: Value>(definitions: &V, name: &str) -> Option<V> {
    definitions
        .items()?
        .into_iter()
        .find(|definition| name_of(definition).as_deref() == Some(name))
}

/// The write format of properties that were read: relations are cut down to their ids, separators
/// are left out.
pub fn to_write_format<V: Value>(properties: &V) -> V {
    let mut written = V::object();
    for property in properties.items().unwrap_or_default() {
        if let (Some(name), Some(value)) = (name_of(&property), property.get("value")) {
            let kind = property.get("type").and_then(|kind| kind.as_string());
            written.set_named(
                &name,
                written_value(kind.as_deref().unwrap_or_default(), value),
            );
        }
    }
    written
}

fn name_of<V: Value>(property: &V) -> Option<String> {
    property.get("name")?.as_string()
}

fn written_value<V: Value>(kind: &str, value: V) -> V {
    match kind {
        "many2one" => id_of(value),
        "many2many" => match value.items() {
            Some(pairs) => V::array(pairs.into_iter().map(id_of).collect()),
            None => value,
        },
        _ => value,
    }
}

/// The id in `[id, name]` or `{id, display_name}`; anything else is left as it is.
fn id_of<V: Value>(value: V) -> V {
    let id = match value.kind() {
        Kind::Array => value.items().and_then(|pair| pair.into_iter().next()),
        Kind::Object => value.get("id"),
        _ => None,
    };
    id.unwrap_or(value)
}
