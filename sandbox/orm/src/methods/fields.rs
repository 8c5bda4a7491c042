//! Describing fields.

use serde_json::{Map, Value, json};

use super::{Answer, Call};
use crate::env::Env;
use crate::schema::{Field, FieldType, Operation, Source};
use crate::store::Cell;
use crate::{Flavour, access, python};

/// Describes a field as `fields_get` does, attributes in alphabetical order.
pub(super) fn description(env: &Env<'_>, field: &Field) -> Map<String, Value> {
    let own = field.store || matches!(field.source, Source::Related(_));
    let sortable = own && !field.kind.is_x2many() && field.kind != FieldType::Binary;
    let sortable = field.sortable.unwrap_or(sortable);
    let grouped = sortable || (own && field.kind == FieldType::Many2many);
    let mut all = Map::new();
    let mut put = |name: &str, value: Value| drop(all.insert(name.to_owned(), value));
    if let (true, Some(aggregator)) = (field.store || sortable, &field.aggregator)
        && field.name != "id"
    {
        put(
            if env.flavour == Flavour::V17 {
                "group_operator"
            } else {
                "aggregator"
            },
            aggregator.as_str().into(),
        );
    }
    if field.kind == FieldType::Binary && env.flavour.has_binary_objects() {
        put(
            "attachment",
            (!matches!(field.source, Source::Compute(_))).into(),
        );
    }
    put("change_default", false.into());
    put("company_dependent", false.into());
    if field.kind.is_relational() {
        put("context", json!({}));
    }
    if let Some(currency) = &field.currency_field {
        put("currency_field", currency.as_str().into());
    }
    if let Some((record, definition)) = &field.definition {
        put("definition_record", record.as_str().into());
        put("definition_record_field", definition.as_str().into());
    }
    let exported = field.kind != FieldType::One2many;
    put("default_export_compatible", exported.into());
    put("depends", field.depends.as_slice().into());
    if let Some((precision, scale)) = field.digits {
        put("digits", json!([precision, scale]));
    }
    if field.kind.is_relational() {
        put("domain", json!([]));
    }
    put("exportable", true.into());
    if env.flavour >= Flavour::V18 {
        put("groupable", field.groupable.unwrap_or(grouped).into());
    }
    if !field.groups.is_empty() {
        put("groups", field.groups.join(",").into());
    }
    if let Some(help) = &field.help {
        put("help", help.as_str().into());
    }
    put("manual", false.into());
    put("name", field.name.as_str().into());
    put("readonly", field.readonly.into());
    if let Source::Related(path) = &field.source {
        put("related", path.join(".").into());
    }
    if let Some((relation, _)) = &field.relation {
        put("relation", relation.as_str().into());
    }
    if let Some(inverse) = &field.inverse {
        put("relation_field", inverse.as_str().into());
    }
    put("required", (field.required || field.required_there).into());
    if field.kind == FieldType::Html {
        put("sanitize", field.sanitize.into());
        put("sanitize_tags", field.sanitize.into());
    }
    let named = field.name == "display_name" && env.flavour >= Flavour::V18;
    let searchable = field.searchable.unwrap_or(own || named);
    put("searchable", searchable.into());
    if matches!(field.kind, FieldType::Selection | FieldType::Reference) {
        put(
            "selection",
            field
                .selection
                .iter()
                .filter(|(key, _)| field.name != "lang" || is_language(env, key))
                .map(|(key, label)| json!([key, label]))
                .collect(),
        );
    }
    if let Some(size) = field.size {
        put("size", size.into());
    }
    put("sortable", sortable.into());
    put("store", field.store.into());
    put("string", field.string.as_str().into());
    if field.kind.is_text() {
        put("translate", field.translate.into());
    }
    if field.kind == FieldType::Char {
        put("trim", true.into());
    }
    put("type", field.kind.name().into());
    all
}

/// Tells whether a language is active: no other is among those to choose from.
fn is_language(env: &Env<'_>, code: &str) -> bool {
    let Some(languages) = env.registry.model("res.lang") else {
        return true;
    };
    let mut ids = env.table(languages).ids();
    ids.any(|id| {
        env.stored(languages, "code", id).str() == Some(code)
            && env.stored(languages, "active", id).is_truthy()
    })
}

pub(super) fn fields_get(mut call: Call<'_, '_>) -> Answer {
    let wanted = call.args.names("allfields");
    let attributes = call.args.names("attributes");
    let mut described = Map::new();
    for field in &call.model.fields {
        if (!wanted.is_empty() && !wanted.contains(&field.name))
            || !access::sees_field(call.env, field)
        {
            continue;
        }
        let mut description = description(call.env, field);
        if !attributes.is_empty() {
            description.retain(|name, _| attributes.contains(name));
        }
        described.insert(field.name.clone(), Value::Object(description));
    }
    Ok(Some(Value::Object(described)))
}

/// Answers with one property's definition, named `field.property`.
pub(super) fn get_property_definition(mut call: Call<'_, '_>) -> Answer {
    access::check_model(call.env, call.model, Operation::Read)?;
    let name = python::str(&call.args.take("full_name"));
    let Some((field, property)) = name.split_once('.') else {
        return Ok(Some(json!({})));
    };
    let found = call.model.field(field).and_then(|field| {
        let (through, definition) = field.definition.as_ref()?;
        let other = call.env.registry.at(call.model.field(through)?.comodel()?);
        let definition = other.field(definition)?;
        call.env
            .table(other)
            .ids()
            .find_map(|id| match call.env.cell(other, definition, id) {
                Cell::Json(list) => list
                    .as_array()?
                    .iter()
                    .find(|item| item.get("name").and_then(Value::as_str) == Some(property))
                    .cloned(),
                _ => None,
            })
    });
    Ok(Some(found.unwrap_or_else(|| json!({}))))
}
