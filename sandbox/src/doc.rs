//! `/doc-bearer`: what models there are and how their methods are called.

use odoo_sandbox_orm::{Fault, Kind, Parameter, Signature};
use serde_json::{Map, Value, json};

use crate::dispatch::Caller;
use crate::envelope::http_exception;
use crate::http::{HttpRequest, HttpResponse};
use crate::python;
use crate::sandbox::{ModelCall, Sandbox};
use crate::services::unknown_database;
use crate::session_info::sha256_hex;

/// What is said of a field, in this order.
const FIELD_ATTRIBUTES: [&str; 5] = ["readonly", "relation", "required", "string", "type"];

/// Methods without a return annotation whose docstring tells of the result: the document then has
/// an empty `return`.
const RETURN_IN_DOCSTRING: [&str; 7] = [
    "formatted_read_grouping_sets",
    "get_import_templates",
    "get_views",
    "load",
    "read_progress_bar",
    "search_panel_select_multi_range",
    "search_panel_select_range",
];

/// Parameters whose type only a docstring tells: the document writes it as `annotations`.
const TYPE_IN_DOCSTRING: [(&str, &str, &str); 3] = [
    ("get_view", "view_id", "int or None"),
    ("load", "fields", "list(str)"),
    ("load", "data", "list(list(str))"),
];

impl Sandbox {
    /// Answers `/doc-bearer/index.json`: the models, with the names of their fields and methods.
    pub(crate) fn doc_index(
        &mut self,
        request: &HttpRequest,
        caller: &Caller,
    ) -> Result<HttpResponse, Fault> {
        self.check_doc_access(caller)?;
        let listed = self.read_as(
            caller,
            "ir.model",
            "search_read",
            vec![json!([])],
            json!({"fields": ["model", "name"], "order": "model"}),
        )?;
        let mut models = Vec::new();
        for entry in listed.as_array().into_iter().flatten() {
            let model = entry["model"].as_str().unwrap_or_default();
            let Ok(fields) = self.doc_fields(caller, model) else {
                continue;
            };
            let fields: Map<String, Value> = fields
                .into_iter()
                .map(|(name, field)| (name, json!({"string": field["string"]})))
                .collect();
            let methods: Vec<String> = self
                .signatures(caller, model)?
                .into_iter()
                .map(|signature| signature.method)
                .collect();
            models.push(json!({"model": model, "name": entry["name"], "fields": fields, "methods": methods}));
        }
        let modules = self.read_as(
            caller,
            "ir.module.module",
            "search_read",
            vec![json!([["state", "=", "installed"]])],
            json!({"fields": ["name"], "order": "name"}),
        )?;
        let modules: Vec<&Value> = modules
            .as_array()
            .into_iter()
            .flatten()
            .map(|module| &module["name"])
            .collect();
        Ok(with_etag(
            request,
            &json!({"modules": modules, "models": models}),
            "\"",
        ))
    }

    /// Answers `/doc-bearer/<model>.json`: the model's fields and its methods' parameters.
    pub(crate) fn doc_model(
        &mut self,
        request: &HttpRequest,
        caller: &Caller,
        model: &str,
    ) -> Result<HttpResponse, Fault> {
        self.check_doc_access(caller)?;
        let db = caller.db.as_deref().unwrap_or_default();
        let database = self.database(db).ok_or_else(|| unknown_database(db))?;
        if !database.has_model(model) {
            let words = format!("the model '{model}' does not exist");
            return Err(http_exception("NotFound", 404, words));
        }
        let names = self.read_as(
            caller,
            "ir.model",
            "search_read",
            vec![json!([["model", "=", model]])],
            json!({"fields": ["name"], "limit": 1}),
        )?;
        let methods: Map<String, Value> = self
            .signatures(caller, model)?
            .into_iter()
            .map(|signature| (signature.method.clone(), describe(&signature)))
            .collect();
        let document = json!({
            "model": model,
            "name": names[0]["name"],
            "fields": self.doc_fields(caller, model)?,
            "methods": methods,
        });
        Ok(with_etag(request, &document, ""))
    }

    fn check_doc_access(&self, caller: &Caller) -> Result<(), Fault> {
        let db = caller.db.as_deref().unwrap_or_default();
        let user = self
            .database(db)
            .zip(caller.uid)
            .and_then(|(database, uid)| database.user(uid));
        match user {
            Some(user) if user.is_internal => Ok(()),
            _ => Err(Fault::new(
                "odoo.exceptions.AccessError",
                "This page is only accessible to internal users.",
            )),
        }
    }

    fn doc_fields(&mut self, caller: &Caller, model: &str) -> Result<Map<String, Value>, Fault> {
        let fields = self.read_as(
            caller,
            model,
            "fields_get",
            Vec::new(),
            json!({"attributes": FIELD_ATTRIBUTES}),
        )?;
        Ok(match fields {
            Value::Object(mut fields) => {
                fields.shift_remove("write_date");
                fields
            }
            _ => Map::new(),
        })
    }

    fn signatures(&self, caller: &Caller, model: &str) -> Result<Vec<Signature>, Fault> {
        let db = caller.db.as_deref().unwrap_or_default();
        let database = self.database(db).ok_or_else(|| unknown_database(db))?;
        let signatures = database.signatures(model).unwrap_or_default();
        let mut signatures: Vec<Signature> = signatures
            .into_iter()
            .filter(|signature| signature.documented)
            .cloned()
            .collect();
        signatures.sort_by(|a, b| a.method.cmp(&b.method));
        Ok(signatures)
    }

    fn read_as(
        &mut self,
        caller: &Caller,
        model: &str,
        method: &str,
        args: Vec<Value>,
        kwargs: Value,
    ) -> Result<Value, Fault> {
        let db = caller.db.as_deref().unwrap_or_default();
        let call = ModelCall {
            uid: caller.uid.ok_or_else(Fault::access_denied)?,
            model: model.to_owned(),
            method: method.to_owned(),
            args,
            kwargs: python::dict(kwargs)?,
        };
        Ok(self.execute(db, call)?.unwrap_or_default())
    }
}

/// Answers with a document, or with nothing if the client has it already.
fn with_etag(request: &HttpRequest, document: &Value, quote: &str) -> HttpResponse {
    let etag = sha256_hex(document.to_string().as_bytes());
    let known = request
        .header("if-none-match")
        .is_some_and(|known| known.trim_matches('"') == etag);
    if known {
        return HttpResponse {
            status: 304,
            ..HttpResponse::default()
        };
    }
    HttpResponse::json(200, document).with_header("etag", format!("{quote}{etag}{quote}"))
}

/// Describes a method.
fn describe(signature: &Signature) -> Value {
    let parameters: Map<String, Value> = signature
        .parameters
        .iter()
        .map(|parameter| {
            let described = describe_parameter(&signature.method, parameter);
            (parameter.name.clone(), described)
        })
        .collect();
    let written: Vec<String> = signature.parameters.iter().map(write_parameter).collect();
    let arrow = signature
        .returns
        .as_ref()
        .map_or_else(String::new, |returns| format!(" -> {returns}"));
    let mut method = Map::new();
    method.insert(
        "signature".into(),
        json!(format!("({}){arrow}", written.join(", "))),
    );
    method.insert("parameters".into(), Value::Object(parameters));
    if let Some(returns) = &signature.returns {
        method.insert("return".into(), json!({"annotation": returns}));
    } else if RETURN_IN_DOCSTRING.contains(&signature.method.as_str()) {
        method.insert("return".into(), json!({}));
    }
    let api: Vec<&str> = [
        ("model", signature.api_model),
        ("readonly", signature.readonly),
    ]
    .into_iter()
    .filter_map(|(name, is)| is.then_some(name))
    .collect();
    if !api.is_empty() {
        method.insert("api".into(), json!(api));
    }
    method.insert("model".into(), json!(signature.model));
    method.insert("module".into(), json!(signature.module));
    Value::Object(method)
}

fn describe_parameter(method: &str, parameter: &Parameter) -> Value {
    let mut described = Map::new();
    match parameter.kind {
        Kind::Positional => {}
        Kind::KeywordOnly => {
            described.insert("kind".into(), json!("KEYWORD_ONLY"));
        }
        Kind::VarKeyword => {
            described.insert("kind".into(), json!("VAR_KEYWORD"));
        }
    }
    if let Some(default) = &parameter.default {
        described.insert("default".into(), default.clone());
    }
    let in_docstring = TYPE_IN_DOCSTRING
        .iter()
        .find(|(owner, name, _)| *owner == method && *name == parameter.name);
    if let Some((_, _, annotation)) = in_docstring {
        described.insert("annotations".into(), json!(annotation));
    } else if let Some(annotation) = &parameter.annotation {
        described.insert("annotation".into(), json!(annotation));
    }
    Value::Object(described)
}

/// Writes a parameter as Python does: `domain=None`.
fn write_parameter(parameter: &Parameter) -> String {
    let name = &parameter.name;
    match &parameter.default {
        None => name.clone(),
        Some(Value::Null) => format!("{name}=None"),
        Some(Value::Bool(flag)) => format!("{name}={}", if *flag { "True" } else { "False" }),
        Some(Value::String(text)) => format!("{name}='{text}'"),
        Some(Value::Array(items)) if items.is_empty() => format!("{name}=()"),
        Some(other) => format!("{name}={other}"),
    }
}
