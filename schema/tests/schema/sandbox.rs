//! Whatever the sandbox answers fits the types written for it, on every series.

use odoo_sandbox_orm::{Database, Flavour};
use odoo_schema::{Schema, check};
use serde_json::{Map, Value, json};

const ADMIN: i64 = 2;

fn call(
    database: &mut Database,
    model: &str,
    method: &str,
    args: Vec<Value>,
    kwargs: Value,
) -> Option<Value> {
    let kwargs: Map<String, Value> = kwargs.as_object().cloned().unwrap_or_default();
    database
        .execute_kw(ADMIN, model, method, args, kwargs)
        .ok()
        .flatten()
}

fn models(database: &mut Database) -> Vec<(String, String)> {
    let found = call(
        database,
        "ir.model",
        "search_read",
        vec![json!([])],
        json!({"fields": ["model", "name"]}),
    )
    .unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    found
        .as_array()
        .unwrap()
        .iter()
        .map(|model| (text(&model["model"]), text(&model["name"])))
        .collect()
}

/// The sandbox's schema, read as a client reads it.
pub(crate) fn schema(flavour: Flavour, series: &str) -> Schema {
    let mut database = Database::demo("demo", flavour);
    let mut all = Map::new();
    for (model, description) in models(&mut database) {
        if let Some(fields) = call(&mut database, &model, "fields_get", vec![], json!({})) {
            all.insert(model, json!({"description": description, "fields": fields}));
        }
    }
    Schema::from_value(&json!({"format": 1, "series": series, "models": all})).unwrap()
}

#[test]
fn every_value_the_sandbox_reads_fits_its_type_on_every_series() {
    for flavour in Flavour::ALL {
        let schema = schema(flavour, "");
        let mut database = Database::demo("demo", flavour);
        let (mut records, mut values) = (0, 0);
        for model in schema.models.keys() {
            let Some(found) = call(
                &mut database,
                model,
                "search_read",
                vec![json!([])],
                json!({"limit": 200, "context": {"active_test": false}}),
            ) else {
                continue;
            };
            let found = found.as_array().unwrap();
            let findings = check(&schema, model, found);
            assert!(
                findings.is_empty(),
                "{flavour:?} {model}: {:#?}",
                &findings[..findings.len().min(5)]
            );
            records += found.len();
            values += found
                .iter()
                .map(|record| record.as_object().unwrap().len())
                .sum::<usize>();
        }
        assert!(
            records > 100 && values > 2000,
            "{flavour:?}: {records} records, {values} values"
        );
    }
}
