//! Reports: records as a document or a page, for who is logged in.
//!
//! `/report/pdf/…` gives a PDF, `/report/html/…` the page it is made of, `/report/text/…` the same
//! as text; a session is wanted. What a report looks like is in Odoo a template's business; here it
//! is its name, and the names of the records. The recorded servers had no `wkhtmltopdf` and could
//! print no PDF: that one is printed here comes from Odoo's documentation.

use std::collections::BTreeSet;

use odoo_sandbox_orm::{Fault, Flavour};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::dispatch::Caller;
use crate::envelope::{self, Moment};
use crate::files;
use crate::http::{HTML, HttpRequest, HttpResponse};
use crate::page;
use crate::pdf;
use crate::python;
use crate::route::{Converter, Endpoint, Route};
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
        let flavour = self.settings.flavour;
        let content = match (converter, context_of(request)) {
            (Converter::Unknown, _) => {
                let converter = request.path.split('/').nth(2).unwrap_or_default();
                let words = format!("Converter {} not implemented.", page::escape(converter));
                return page::unknown_error(&words)
                    .with_header("x-content-type-options", "nosniff");
            }
            (_, context) => {
                context.and_then(|context| self.content_of_report(caller, name, ids, context))
            }
        };
        let url = caller.db.clone().and_then(|db| self.base_url(&db).ok());
        let url = url.as_ref().and_then(Value::as_str).unwrap_or_default();
        let response = match (content, converter) {
            (Ok(content), Converter::Pdf) => {
                HttpResponse::new(200, "application/pdf", content.pdf())
            }
            (Ok(content), Converter::Text) => {
                HttpResponse::new(200, "text/plain", content.html(url))
            }
            (Ok(content), _) => HttpResponse::new(200, HTML, content.html(url)),
            (Err(fault), _) => {
                page::website_error(flavour, status(flavour, &fault), &fault.message)
            }
        };
        response.with_header("x-content-type-options", "nosniff")
    }

    /// Prints records as `/report/download?data=["/report/pdf/<name>/<ids>","qweb-pdf"]` asks for
    /// them: to be saved.
    pub(crate) fn download_report(
        &mut self,
        request: &HttpRequest,
        caller: &Caller,
    ) -> HttpResponse {
        let moment = Moment {
            flavour: self.settings.flavour,
            now_ms: request.now_ms,
        };
        let data = request.query_parameter("data").unwrap_or_default();
        let data = percent_decode_str(&data.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned();
        let asked = serde_json::from_str::<Vec<String>>(&data).ok();
        let route = asked.and_then(|asked| {
            Route::find(moment.flavour, "GET", asked.first()?.split('?').next()?)
        });
        let Some(Endpoint::Report {
            converter,
            name,
            ids,
        }) = route.map(|route| route.endpoint)
        else {
            let fault = Fault::new("builtins.ValueError", "not enough values to unpack");
            return envelope::escaped_error(moment, &fault);
        };
        match self.content_of_report(caller, &name, &ids, Map::new()) {
            Ok(content) => {
                let extension = if converter == Converter::Text {
                    "txt"
                } else {
                    "pdf"
                };
                let file = format!("{}.{extension}", content.title);
                let (kind, body) = match converter {
                    Converter::Text => ("text/plain", content.html("").into_bytes()),
                    _ => ("application/pdf", content.pdf()),
                };
                HttpResponse::new(200, kind, body).with_header(
                    "content-disposition",
                    format!("attachment; {}", files::disposition(&file)),
                )
            }
            Err(fault) => envelope::escaped_error(moment, &fault),
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
        // A call of `read` leaves out what is gone. A template that asks for its fields does not
        // get away with that.
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

/// The status of a page that could not be printed: 17 and 18 have one for all that users may be
/// told, 19 lets the template's own exception through where a record is gone.
fn status(flavour: Flavour, fault: &Fault) -> u16 {
    match (
        fault.name.strip_prefix("odoo.exceptions."),
        envelope::status(fault),
    ) {
        (Some("MissingError"), _) if flavour >= Flavour::V19 => 500,
        (Some(_), 403) => 403,
        (Some(_), _) if flavour < Flavour::V19 => 400,
        (_, status) => status,
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

    fn html(&self, url: &str) -> String {
        let url = page::escape(url);
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
            "<!DOCTYPE html>\n        <html lang=\"en-US\" web-base-url=\"{url}\">\n<head><meta charset=\"utf-8\"/><title>{title}</title></head>\n<body class=\"container\">\n\
             <main>\n<h1>{title}</h1>\n{articles}</main>\n</body>\n</html>\n"
        )
    }
}
