//! Requests and answers, as JSON: `{"value": …}` or `{"fault": …}`.

use odoo_schema::domain::evaluate::Evaluation;
use odoo_schema::domain::{self, Series};
use odoo_schema::{Fault, Manner, Schema, python};
use serde_json::{Value, json};

/// What answers one kind of request.
pub(crate) type Work = fn(&Value) -> Result<Value, Fault>;

/// Answers one request.
pub(crate) fn answer(work: Work, request: &[u8]) -> String {
    let answered = serde_json::from_slice(request)
        .map_err(|error| Fault::new(format!("The request is not JSON: {error}.")))
        .and_then(|request: Value| work(&request));
    match answered {
        Ok(value) => json!({ "value": value }),
        Err(fault) => json!({ "fault": fault.message() }),
    }
    .to_string()
}

/// The types of `models` of a `schema`, as the text of a file; `lenient` ones let other names pass.
pub(crate) fn declare(request: &Value) -> Result<Value, Fault> {
    let mut schema = schema(&request["schema"])?;
    schema.select(text(request, "models"))?;
    let lenient = request["lenient"].as_bool().unwrap_or(false);
    Ok(odoo_schema::declare(&schema, Manner { lenient }).into())
}

/// What differs between the file `old` and the file `new`, in words.
pub(crate) fn difference(request: &Value) -> Result<Value, Fault> {
    Ok(odoo_schema::difference(text(request, "old"), text(request, "new")).into())
}

/// What in `records` of a `model` does not fit a `schema`: rows, fields and words.
pub(crate) fn check(request: &Value) -> Result<Value, Fault> {
    let schema = schema(&request["schema"])?;
    let findings = odoo_schema::check(&schema, text(request, "model"), list(request, "records"));
    let findings = findings.into_iter().map(
        |finding| json!({"row": finding.row, "field": finding.field, "message": finding.message}),
    );
    Ok(findings.collect())
}

/// A `domain` with all its operators.
pub(crate) fn normalize(request: &Value) -> Result<Value, Fault> {
    domain::normalize(&request["domain"])
}

/// Whether each of `records` meets a `domain`.
pub(crate) fn evaluate(request: &Value) -> Result<Value, Fault> {
    let schema = match &request["schema"] {
        Value::Null => None,
        given => Some(schema(given)?),
    };
    let known = schema.as_ref().map_or("", |schema| schema.series.as_str());
    let series = request["series"].as_str().unwrap_or(known);
    let by = Evaluation {
        schema: schema.as_ref(),
        series: Series::of(series),
    };
    let model = text(request, "model");
    let hold = |record| domain::evaluate(&by, model, &request["domain"], record);
    list(request, "records")
        .iter()
        .map(|record| hold(record).map(Value::Bool))
        .collect::<Result<_, _>>()
        .map(Value::Array)
}

/// What a `text` in Python's form says, `values` being those of its names.
pub(crate) fn parse(request: &Value) -> Result<Value, Fault> {
    let number = |name: &str| request[name].as_i64().unwrap_or(0);
    let values = request["values"].as_object().cloned().unwrap_or_default();
    let names = python::Names {
        now: number("now"),
        ahead: number("ahead"),
        values,
    };
    python::parse(text(request, "text"), &names)
}

/// A `domain` in Python's form.
pub(crate) fn print(request: &Value) -> Result<Value, Fault> {
    let domain = &request["domain"];
    // Anything else is refused.
    normalize(request)?;
    Ok(python::print(domain).into())
}

fn text<'a>(request: &'a Value, name: &str) -> &'a str {
    request[name].as_str().unwrap_or_default()
}

fn list<'a>(request: &'a Value, name: &str) -> &'a [Value] {
    let list = request[name].as_array();
    list.map(Vec::as_slice).unwrap_or_default()
}

/// A schema as an object, or as the text of its file.
fn schema(value: &Value) -> Result<Schema, Fault> {
    match value {
        Value::String(text) => Schema::read(text),
        value => Schema::from_value(value),
    }
}
