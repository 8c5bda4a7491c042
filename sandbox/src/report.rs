//! Reports: records as a document or a page, for who is logged in.
//!
//! Made after Odoo's documentation (developer reference, QWeb reports): where reports are found, that `/report/pdf/…` gives a PDF and
//! `/report/html/…` the page it is made of, that a session is wanted. No real server's answer was recorded. What a report looks like
//! is in Odoo a template's business; here it is its name, and the names of the records.

use std::collections::BTreeSet;

use odoo_sandbox_orm::Fault;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::dispatch::Caller;
use crate::envelope;
use crate::http::{HTML, HttpRequest, HttpResponse};
use crate::page;
use crate::pdf;
use crate::python;
use crate::route::Converter;
use crate::sandbox::{ModelCall, Sandbox};
use crate::web::{SUPERUSER, logged_in};

/// What stands in a report.
struct Content {
    title: String,
    /// The names of the records.
    names: Vec<String>,
}

impl Sandbox {
    /// Prints records.
    pub(crate) fn report(
        &mut self,
        request: &HttpRequest,
        caller: &Caller,
        converter: Converter,
        (name, ids): (&str, &str),
    ) -> HttpResponse {
        let content = context_of(request)
            .and_then(|context| self.content_of_report(caller, name, ids, context));
        match (content, converter) {
            (Ok(content), Converter::Pdf) => {
                HttpResponse::new(200, "application/pdf", content.pdf())
            }
            (Ok(content), Converter::Html) => HttpResponse::new(200, HTML, content.html()),
            (Err(fault), _) => {
                let status = envelope::status(&fault);
                page::exception(self.settings.flavour, status, &fault.message)
            }
        }
    }

    fn content_of_report(
        &mut self,
        caller: &Caller,
        name: &str,
        ids: &str,
        context: Map<String, Value>,
    ) -> Result<Content, Fault> {
        let (db, uid) = logged_in(caller)?;
        let mut read = |uid, model: &str, method: &str, args, fields: &[&str], context| {
            let kwargs = json!({"fields": fields, "context": context});
            let call = ModelCall {
                uid,
                model: model.to_owned(),
                method: method.to_owned(),
                args: vec![args],
                kwargs: python::dict(kwargs)?,
            };
            let records = self.execute(db, call)?;
            Ok::<_, Fault>(records.unwrap_or_default())
        };
        let text = |record: &Value, field: &str| {
            let text = record.get(field).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        // Who may read the records may print them: the report itself is looked up by the server.
        let domain = json!([["report_name", "=", name]]);
        let fields = ["name", "model"];
        let found = read(
            SUPERUSER,
            "ir.actions.report",
            "search_read",
            domain,
            &fields,
            &context,
        )?;
        let Some(report) = found.get(0) else {
            let words = format!("there is no report {name}");
            return Err(Fault::new("builtins.ValueError", words));
        };
        let ids: Vec<i64> = ids.split(',').filter_map(|id| id.parse().ok()).collect();
        let model = text(report, "model");
        let records = read(uid, &model, "read", json!(ids), &["display_name"], &context)?;
        let names: Vec<String> = records
            .as_array()
            .into_iter()
            .flatten()
            .map(|record| text(record, "display_name"))
            .collect();
        // A call of `read` leaves out what is gone. A template that asks for its fields does not get away with that.
        let wanted: BTreeSet<i64> = ids.into_iter().collect();
        if names.len() < wanted.len() {
            let words = "Record does not exist or has been deleted.";
            return Err(Fault::new("odoo.exceptions.MissingError", words));
        }
        Ok(Content {
            title: text(report, "name"),
            names,
        })
    }
}

/// The context that the query brings along.
fn context_of(request: &HttpRequest) -> Result<Map<String, Value>, Fault> {
    let Some(context) = request.query_parameter("context") else {
        return Ok(Map::new());
    };
    let spaced = context.replace('+', " ");
    let text = percent_decode_str(&spaced).decode_utf8_lossy();
    let context = serde_json::from_str(&text)
        .map_err(|error| Fault::new("json.decoder.JSONDecodeError", error.to_string()))?;
    python::dict(context)
}

impl Content {
    /// A page for each record.
    fn pdf(&self) -> Vec<u8> {
        let pages: Vec<Vec<&str>> = match self.names.as_slice() {
            [] => vec![vec![&self.title]],
            names => names
                .iter()
                .map(|name| vec![self.title.as_str(), name])
                .collect(),
        };
        pdf::document(&self.title, &pages)
    }

    fn html(&self) -> String {
        let title = page::escape(&self.title);
        let articles: String = self
            .names
            .iter()
            .map(|name| {
                format!(
                    "<div class=\"article\"><h2>{}</h2></div>\n",
                    page::escape(name)
                )
            })
            .collect();
        format!(
            "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"/><title>{title}</title></head>\n<body class=\"container\">\n\
             <main>\n<h1>{title}</h1>\n{articles}</main>\n</body>\n</html>\n"
        )
    }
}
