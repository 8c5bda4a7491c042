//! Requests and answers, as JSON: `{"do": …}`, then `{"value": …}` or `{"fault": …}`.

use odoo_schema::domain::evaluate::Evaluation;
use odoo_schema::domain::{Series, evaluate, normalize};
use odoo_schema::{Fault, Manner, Schema, check, declare, difference, python};
use serde_json::{Value, json};

/// Answers one request.
pub(crate) fn answer(request: &[u8]) -> String {
    let answered = serde_json::from_slice(request)
        .map_err(|error| Fault::new(format!("The request is not JSON: {error}.")))
        .and_then(|request: Value| run(&request));
    match answered {
        Ok(value) => json!({ "value": value }),
        Err(fault) => json!({ "fault": fault.message() }),
    }
    .to_string()
}

fn run(request: &Value) -> Result<Value, Fault> {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let list = |name: &str| {
        request[name]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
    };
    match text("do") {
        "declare" => {
            let mut schema = schema(&request["schema"])?;
            schema.select(text("models"))?;
            let lenient = request["lenient"].as_bool().unwrap_or(false);
            Ok(declare(&schema, Manner { lenient }).into())
        }
        "difference" => Ok(difference(text("old"), text("new")).into()),
        "check" => {
            let findings = check(&schema(&request["schema"])?, text("model"), list("records"));
            let findings = findings.into_iter().map(|finding| {
                json!({"row": finding.row, "field": finding.field, "message": finding.message})
            });
            Ok(findings.collect())
        }
        "normalize" => normalize(&request["domain"]),
        "evaluate" => {
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
            let hold = |record| evaluate(&by, text("model"), &request["domain"], record);
            list("records")
                .iter()
                .map(|record| hold(record).map(Value::Bool))
                .collect::<Result<_, _>>()
                .map(Value::Array)
        }
        "parse" => {
            let number = |name: &str| request[name].as_i64().unwrap_or(0);
            let values = request["values"].as_object().cloned().unwrap_or_default();
            python::parse(
                text("text"),
                &python::Names {
                    now: number("now"),
                    ahead: number("ahead"),
                    values,
                },
            )
        }
        "print" => Ok(python::print(&normalize_first(&request["domain"])?).into()),
        unknown => Err(Fault::new(format!("There is no request \"{unknown}\"."))),
    }
}

/// A schema as an object, or as the text of its file.
fn schema(value: &Value) -> Result<Schema, Fault> {
    match value {
        Value::String(text) => Schema::read(text),
        value => Schema::from_value(value),
    }
}

/// The domain itself, once it is known to be one.
fn normalize_first(domain: &Value) -> Result<Value, Fault> {
    normalize(domain)?;
    Ok(domain.clone())
}
