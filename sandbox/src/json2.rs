//! JSON-2: named arguments in, bare values out.

use odoo_sandbox_orm::{Fault, Signature, Subject, beyond};
use serde_json::{Map, Value, json};

use crate::dispatch::Caller;
use crate::envelope::http_exception;
use crate::python;
use crate::sandbox::{ModelCall, Sandbox};
use crate::services::unknown_database;

impl Sandbox {
    /// Calls `model.method`; of the body's members `ids` and `context` are JSON-2's own, the rest
    /// are the method's.
    pub(crate) fn call_json_2(
        &mut self,
        caller: &Caller,
        model: &str,
        method: &str,
        mut kwargs: Map<String, Value>,
    ) -> Result<Option<Value>, Fault> {
        let db = caller.db.as_deref().unwrap_or_default();
        let uid = caller.uid.ok_or_else(Fault::access_denied)?;
        let ids = kwargs.shift_remove("ids").unwrap_or_else(|| json!([]));
        let context = match kwargs.shift_remove("context") {
            Some(Value::Null) | None => Map::new(),
            Some(context) => python::dict(context)?,
        };
        let database = self.database(db).ok_or_else(|| unknown_database(db))?;
        if !database.has_model(model) {
            let words = format!("the model '{model}' does not exist");
            return Err(http_exception("NotFound", 404, words));
        }
        let signature = database.signature(model, method);
        let returns_records = signature.is_some_and(returns_records);
        let takes_ids = match signature {
            Some(signature) => {
                let empty = matches!(&ids, Value::Array(ids) if ids.is_empty());
                if signature.api_model && !empty {
                    return Err(unprocessable(format!(
                        "cannot call {model}.{method} with ids"
                    )));
                }
                signature.check_named(&kwargs).map_err(unprocessable)?;
                !signature.api_model
            }
            None => true,
        };
        if !context.is_empty() {
            kwargs.insert("context".into(), Value::Object(context));
        }
        let call = ModelCall {
            uid,
            model: model.to_owned(),
            method: method.to_owned(),
            args: if takes_ids { vec![ids] } else { Vec::new() },
            kwargs,
        };
        let result = self.execute(db, call).map_err(reword)?;
        let result = result.map(beyond::as_ids);
        Ok(match result {
            // A recordset is a list of ids here, even of one record.
            Some(id @ Value::Number(_)) if returns_records => Some(json!([id])),
            result => result,
        })
    }
}

/// Tells whether a method returns records.
fn returns_records(signature: &Signature) -> bool {
    matches!(signature.returns.as_deref(), Some("list[int]"))
}

/// Says in JSON-2's words what `/jsonrpc` says in others.
fn reword(fault: Fault) -> Fault {
    match &fault.subject {
        Subject::UnknownMethod => http_exception("NotFound", 404, fault.message),
        Subject::Arguments(words) => unprocessable(words.clone()),
        _ => fault,
    }
}

fn unprocessable(words: String) -> Fault {
    http_exception("UnprocessableEntity", 422, words)
}
