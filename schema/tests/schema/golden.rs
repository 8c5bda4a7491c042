//! What is written for recorded and for sandboxed databases, held against files.

use odoo_sandbox_orm::Flavour;
use odoo_schema::{Manner, Schema, declare};

use crate::{data, sandbox};

/// Compares with a file; `UPDATE_GOLDEN=1` writes it.
fn assert_golden(name: &str, written: &str) {
    let path = data(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, written).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    let changes = odoo_schema::difference(&kept, written);
    assert!(kept == written, "{name} differs: {changes:#?}");
}

fn recorded(series: &str) -> Schema {
    Schema::read(&std::fs::read_to_string(data(&format!("recorded-{series}.json"))).unwrap())
        .unwrap()
}

#[test]
fn types_of_recorded_databases_of_17_18_and_19_are_as_kept() {
    for series in ["17.0", "18.0", "19.0"] {
        assert_golden(
            &format!("recorded-{series}.d.ts"),
            &declare(&recorded(series), Manner::default()),
        );
    }
}

#[test]
fn types_of_the_sandbox_of_every_series_are_as_kept() {
    for (flavour, series) in [
        (Flavour::V17, "17.0"),
        (Flavour::V18, "18.0"),
        (Flavour::V19, "19.0"),
        (Flavour::V20, "20.0"),
    ] {
        let mut schema = sandbox::schema(flavour, series);
        schema.select("sale.*,res.partner,res.country,crm.lead,product.product,project.task,ir.attachment").unwrap();
        assert_golden(
            &format!("sandbox-{series}.d.ts"),
            &declare(&schema, Manner::default()),
        );
    }
}

#[test]
fn the_order_in_which_a_server_answers_changes_nothing() {
    let text = std::fs::read_to_string(data("recorded-19.0.json")).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let models = value["models"].as_object_mut().unwrap();
    let reversed = models.clone().into_iter().rev().map(|(name, mut model)| {
        let fields = model["fields"].as_object_mut().unwrap();
        *fields = fields.clone().into_iter().rev().collect();
        (name, model)
    });
    *models = reversed.collect();
    let turned = Schema::from_value(&value).unwrap();
    assert_eq!(
        declare(&turned, Manner::default()),
        declare(&recorded("19.0"), Manner::default())
    );
}

#[test]
fn lenient_types_take_empty_required_fields_and_unknown_keys() {
    let schema = Schema::read(
        r#"{"a": {"name": {"type": "char", "required": true}, "state": {"type": "selection", "required": true, "selection": [["x", "X"]]}}}"#,
    );
    let schema = schema.unwrap();
    let strict = declare(&schema, Manner::default());
    assert!(
        strict.contains("name: f.CharField<'required'>;"),
        "{strict}"
    );
    assert!(
        strict.contains("state: f.SelectionField<'x', 'required'>;"),
        "{strict}"
    );
    let lenient = declare(&schema, Manner { lenient: true });
    assert!(
        lenient.contains("name: f.CharField<'needed'>;"),
        "{lenient}"
    );
    assert!(
        lenient.contains("state: f.SelectionField<'x' | (string & {}), 'needed'>;"),
        "{lenient}"
    );
}

#[test]
fn texts_of_a_database_cannot_leave_their_comment_or_string() {
    let schema = Schema::read(
        r#"{"format": 1, "series": "19.0*/", "models": {"x'y\\\n": {"description": "ends */ here\n@deprecated", "fields": {
            "a-b": {"type": "selection", "string": "*/ alert(1) /*", "help": "one\r\n\u2028@internal two", "selection": [["it's", ""], ["\\", ""], ["*/", ""], [1, "One"]]},
            "9": {"type": "many2one", "relation": "'; evil"}
        }}}}"#,
    )
    .unwrap();
    let written = declare(&schema, Manner::default());
    assert!(!written.contains("ends */ here"), "{written}");
    assert!(written.contains(r"'x\'y\\\n': XY;"), "{written}");
    assert!(
        written.contains(r"'a-b': f.SelectionField<'*/' | '\\' | 'it\'s' | 1>;"),
        "{written}"
    );
    assert!(
        written.contains(r"'9': f.Many2oneField<'\'; evil'>;"),
        "{written}"
    );
    assert!(written.contains("* \\@internal two"), "{written}");
}

#[test]
fn methods_that_all_models_have_alike_are_written_once() {
    let copy = r#""copy": {"parameters": {"default": {"default": null, "annotation": "ValuesType | None"}}, "return": {"annotation": "list[int]"}}"#;
    let text = format!(
        r#"{{"format": 1, "models": {{
            "a": {{"fields": {{}}, "methods": {{{copy}, "own": {{"api": ["model"], "parameters": {{"one": {{"annotation": "int"}}, "other": {{"kind": "KEYWORD_ONLY", "default": 1}}, "more": {{"kind": "VAR_KEYWORD"}}}}}}}}}},
            "b": {{"fields": {{}}, "methods": {{{copy}}}}},
            "c": {{"fields": {{}}}}
        }}}}"#
    );
    let written = declare(&Schema::read(&text).unwrap(), Manner::default());
    for lines in [
        "export interface OdooSharedMethods {\n  copy: f.Method<'records', ['default'], { default?: Record<string, any> | null }, number[]>;\n}\n",
        "  'a': OdooSharedMethods & {\n    own: f.Method<'model', ['one'], { one: number; other?: any; [name: string]: any }, any>;\n  };\n",
        "  'b': OdooSharedMethods;\n}\n",
    ] {
        assert!(written.contains(lines), "{lines} in {written}");
    }
    let changed = text.replacen("list[int]", "int", 1).replace(
        "\"one\": {\"annotation\": \"int\"}",
        "\"one\": {\"annotation\": \"str\"}",
    );
    let now = declare(&Schema::read(&changed).unwrap(), Manner::default());
    let changes = odoo_schema::difference(&written, &now);
    assert!(
        changes
            .iter()
            .any(|change| change.starts_with("~ a methods.own: ")),
        "{changes:?}"
    );
}

#[test]
fn models_whose_names_would_be_one_have_two() {
    let schema =
        Schema::read(r#"{"a.b_c": {}, "a.b.c": {}, "odoo": {}, "9": {}, "f": {}}"#).unwrap();
    let written = declare(&schema, Manner::default());
    for line in [
        "'a.b.c': ABC;",
        "'a.b_c': ABC_2;",
        "odoo': Odoo_2;",
        "'9': Model9;",
        "'f': F;",
    ] {
        assert!(written.contains(line), "{line} in {written}");
    }
}

#[test]
fn what_is_no_schema_is_refused_with_what_to_do() {
    for (text, said) in [
        ("", "not JSON"),
        ("[]", "not an object of models"),
        (r#"{"res.partner": 5}"#, "res.partner"),
        (r#"{"format": 2, "models": {}}"#, "Update odoo-client-wasm"),
        (r#"{"res.partner": {"name": false}}"#, "res.partner"),
    ] {
        let fault = Schema::read(text).unwrap_err();
        assert!(fault.message().contains(said), "{text}: {fault}");
    }
    let mut schema = recorded("19.0");
    let fault = schema.select("sale.*,sale.oder").unwrap_err();
    assert!(fault.message().contains("\"sale.oder\""), "{fault}");
}

#[test]
fn a_schema_that_the_command_line_saved_is_read_as_well() {
    for (version, series) in [
        ("19.0-20260101", "19.0"),
        ("saas~19.3+e", "saas-19.3"),
        ("18.0", "18.0"),
    ] {
        let text = format!(
            r#"{{"database": "demo", "version": "{version}", "models": {{"a": {{"name": "A thing", "fields": {{"name": {{"type": "char"}}}}}}}}}}"#
        );
        let schema = Schema::read(&text).unwrap();
        assert_eq!(schema.series, series);
        assert_eq!(schema.models["a"].description, "A thing");
        assert!(schema.field("a", "name").is_some());
    }
}
