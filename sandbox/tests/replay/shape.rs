//! Where ids stand in a recorded request, and in its answer.

use serde_json::Value;

use crate::ids::{ANY, Fields, Ids, Place, Walk};
use crate::recording::Recording;

/// A call of a model's method, and where its arguments stand in the body.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) model: &'a str,
    pub(crate) method: &'a str,
    args: Vec<(String, &'a Value)>,
    kwargs: Vec<(String, String, &'a Value)>,
}

impl<'a> Call<'a> {
    /// Finds what a body calls, whatever the protocol.
    pub(crate) fn of(path: &'a str, body: &'a Value) -> Option<Self> {
        let named = |at: &str, object: &'a Value| -> Vec<(String, String, &'a Value)> {
            let members = object.as_object().into_iter().flatten();
            members
                .map(|(name, value)| (name.clone(), format!("{at}/{name}"), value))
                .collect()
        };
        let listed = |at: &str, first: usize, list: &'a Value| -> Vec<(String, &'a Value)> {
            let items = list.as_array().into_iter().flatten().enumerate();
            items
                .skip(first)
                .map(|(place, value)| (format!("{at}/{place}"), value))
                .collect()
        };
        if let Some(rest) = path.strip_prefix("/json/2/") {
            let (model, method) = rest.split_once('/')?;
            let (args, kwargs) = (Vec::new(), named("", body));
            return Some(Self {
                model,
                method,
                args,
                kwargs,
            });
        }
        let params = body.get("params")?;
        let list = params.get("args")?;
        if let Some(model) = params.get("model") {
            return Some(Self {
                model: model.as_str()?,
                method: params.get("method")?.as_str()?,
                args: listed("/params/args", 0, list),
                kwargs: named(
                    "/params/kwargs",
                    params.get("kwargs").unwrap_or(&Value::Null),
                ),
            });
        }
        let (model, method) = (list.get(3)?.as_str()?, list.get(4)?.as_str()?);
        if params["method"] == "execute" {
            let args = listed("/params/args", 5, list);
            return Some(Self {
                model,
                method,
                args,
                kwargs: Vec::new(),
            });
        }
        Some(Self {
            model,
            method,
            args: listed("/params/args/5", 0, list.get(5)?),
            kwargs: named("/params/args/6", list.get(6).unwrap_or(&Value::Null)),
        })
    }

    /// The model of the records that the call makes, if that is what it does.
    pub(crate) fn makes(&self) -> Option<&'a str> {
        match self.method {
            "create" | "copy" | "name_create" | "load" | "web_save" => Some(self.model),
            "message_post" | "action_feedback" => Some("mail.message"),
            "activity_schedule" => Some("mail.activity"),
            _ => None,
        }
    }

    /// The ids the method is called on.
    pub(crate) fn ids(&self) -> Vec<i64> {
        let given = self.args.first().map(|(_, value)| *value);
        let named = self.kwargs.iter().find(|(name, ..)| name == "ids");
        match given.or(named.map(|(.., value)| *value)) {
            Some(Value::Array(items)) => {
                let numbers: Option<Vec<i64>> = items.iter().map(Value::as_i64).collect();
                numbers.unwrap_or_default()
            }
            Some(other) => other.as_i64().into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The record that what is made belongs to: model and id.
    pub(crate) fn document(&self) -> Option<(String, i64)> {
        let mut values = self
            .args
            .iter()
            .map(|(_, value)| *value)
            .chain(self.kwargs.iter().map(|(.., value)| *value));
        let vals = values.find_map(|value| match value {
            Value::Array(list) => list.first().filter(|item| item.is_object()),
            value => Some(value).filter(|value| value.is_object()),
        })?;
        let owner = vals["res_model"]
            .as_str()
            .or_else(|| vals["model"].as_str())?;
        Some((
            owner.to_owned(),
            vals["res_id"].as_i64().filter(|id| *id != 0)?,
        ))
    }

    /// Lists the places of ids in the request's body.
    pub(crate) fn places(&self, fields: &Fields) -> Vec<Place> {
        let mut walk = Walk::new(fields);
        let second = self.args.get(1);
        match (self.method, self.args.first()) {
            ("create", Some((at, vals))) => walk.ids(at, vals, self.model),
            ("load", Some((_, columns))) => {
                if let Some((at, rows)) = second {
                    self.columns(&mut walk, at, rows, columns);
                }
            }
            ("name_search", _) => {
                if let Some((at, domain)) = second {
                    walk.domain(at, domain, self.model);
                }
            }
            (_, Some((at, first))) => {
                let of_ids =
                    |items: &[Value]| items.iter().all(|item| item.is_i64() || item.is_boolean());
                match first {
                    Value::Array(items) if of_ids(items) => walk.ids(at, first, self.model),
                    Value::Array(_) => walk.domain(at, first, self.model),
                    Value::Number(_) => walk.ids(at, first, self.model),
                    _ => {}
                }
                if let Some((at, second)) = second {
                    match second {
                        Value::Object(vals) => walk.record(at, vals, self.model),
                        _ if self.method.starts_with("message_") => {
                            walk.ids(at, second, "res.partner")
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        for (name, at, value) in &self.kwargs {
            match (name.as_str(), value) {
                ("ids" | "vals_list", _) => walk.ids(at, value, self.model),
                ("domain" | "args", _) => walk.domain(at, value, self.model),
                ("vals" | "values" | "default", Value::Object(vals)) => {
                    walk.record(at, vals, self.model)
                }
                ("partner_ids", _) => walk.ids(at, value, "res.partner"),
                ("attachment_ids", _) => walk.ids(at, value, "ir.attachment"),
                _ => {}
            }
        }
        walk.places
    }

    /// Database ids in rows of text: the columns `.id` and those whose path ends so.
    fn columns(&self, walk: &mut Walk<'_>, at: &str, rows: &Value, columns: &Value) {
        for (row, cells) in rows.as_array().into_iter().flatten().enumerate() {
            for (column, name) in columns.as_array().into_iter().flatten().enumerate() {
                let Some(path) = name.as_str().and_then(|name| name.strip_suffix(".id")) else {
                    continue;
                };
                let model = match path.trim_end_matches('/') {
                    "" => Some(self.model.to_owned()),
                    path => walk.fields.relation(self.model, path),
                };
                if let (Some(cell), Some(model)) = (cells.get(column), model) {
                    walk.ids(&format!("{at}/{row}/{column}"), cell, &model);
                }
            }
        }
    }

    /// Lists the places of ids in an answer's body.
    pub(crate) fn places_of_answer(&self, fields: &Fields, body: &Value) -> Vec<Place> {
        let mut walk = Walk::new(fields);
        let (at, result) = match body.get("jsonrpc") {
            Some(_) => ("/result", &body["result"]),
            None => ("", body),
        };
        match self.method {
            "name_create" | "name_search" | "name_get" => {
                let pairs = if self.method == "name_create" {
                    &Value::Array(vec![result.clone()])
                } else {
                    result
                };
                for (place, pair) in pairs.as_array().into_iter().flatten().enumerate() {
                    let at = if self.method == "name_create" {
                        format!("{at}/0")
                    } else {
                        format!("{at}/{place}/0")
                    };
                    walk.ids(&at, &pair[0], self.model);
                }
            }
            "load" => walk.ids(&format!("{at}/ids"), &result["ids"], self.model),
            "web_search_read" => walk.ids(&format!("{at}/records"), &result["records"], self.model),
            "web_read_group" => walk.ids(&format!("{at}/groups"), &result["groups"], self.model),
            "onchange" => walk.ids(&format!("{at}/value"), &result["value"], self.model),
            "formatted_read_grouping_sets" => {
                for (place, rows) in result.as_array().into_iter().flatten().enumerate() {
                    walk.ids(&format!("{at}/{place}"), rows, self.model);
                }
            }
            "export_data" => {
                let columns = self.args.get(1).map(|(_, value)| *value);
                let named = self
                    .kwargs
                    .iter()
                    .find(|(name, ..)| name == "fields_to_export");
                if let Some(columns) = columns.or(named.map(|(.., value)| *value)) {
                    self.columns(&mut walk, &format!("{at}/datas"), &result["datas"], columns);
                }
            }
            "create"
            | "copy"
            | "search"
            | "exists"
            | "read"
            | "search_read"
            | "web_read"
            | "web_save"
            | "read_group"
            | "formatted_read_group" => walk.ids(at, result, self.model),
            _ => {
                if let Some(made) = self.makes() {
                    walk.ids(at, result, made);
                }
            }
        }
        walk.places
    }
}

/// Puts the sandbox's ids into a path and its query.
pub(crate) fn translate_address(ids: &Ids, recording: &Recording) -> (String, String) {
    let one = |model: &str, id: &str| -> String {
        let here = id.parse().ok().and_then(|id| ids.here(model, id));
        here.map_or_else(|| id.to_owned(), |here| here.to_string())
    };
    let mut parts: Vec<String> = recording.path.split('/').map(str::to_owned).collect();
    match parts
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["", "web", "content" | "image", id, ..] if id.parse::<i64>().is_ok() => {
            parts[3] = one("ir.attachment", id)
        }
        ["", "web", "content" | "image", model, id, ..] => parts[4] = one(model, id),
        ["", "report", _, report, ids] => {
            let model = reported(report);
            parts[4] = ids
                .split(',')
                .map(|id| one(model, id))
                .collect::<Vec<_>>()
                .join(",");
        }
        _ => {}
    }
    let query: Vec<String> = recording
        .query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some(("id", id)) => format!("id={}", one("ir.attachment", id)),
            Some(("data", data)) => {
                // `["/report/pdf/<report>/<ids>","qweb-pdf"]`, percent-encoded.
                let parts: Vec<String> = data
                    .split("%2F")
                    .map(|part| match part.split_once("%22") {
                        Some((id, rest)) => format!("{}%22{rest}", one(reported(data), id)),
                        None => part.to_owned(),
                    })
                    .collect();
                format!("data={}", parts.join("%2F"))
            }
            _ => pair.to_owned(),
        })
        .collect();
    (parts.join("/"), query.join("&"))
}

/// The model of the records a report shows.
fn reported(report: &str) -> &'static str {
    if report.contains("report_saleorder") {
        "sale.order"
    } else {
        ANY
    }
}

/// Puts the sandbox's ids into a text of XML-RPC: every `<int>` that is one of the called model's
/// records, or of the model that the member it stands in leads to.
pub(crate) fn translate_xml(ids: &Ids, fields: &Fields, text: &str, model: &str) -> String {
    let mut parts = text.split("<int>");
    let mut translated = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('<').unwrap_or((part, ""));
        let member = translated.rsplit_once("<name>").map(|(_, rest)| rest);
        let member = member
            .and_then(|rest| rest.split('<').next())
            .unwrap_or("id");
        let model = fields
            .relation(model, member)
            .unwrap_or_else(|| model.to_owned());
        let here = number.parse().ok().and_then(|id| ids.here(&model, id));
        let number = here.map_or_else(|| number.to_owned(), |here| here.to_string());
        translated += &format!("<int>{number}<{rest}");
    }
    translated
}

/// The model a request of XML-RPC calls: the fourth of its texts.
pub(crate) fn xml_model(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("<methodName>execute")?;
    let texts = rest.split("<string>").skip(1);
    texts.filter_map(|text| text.split('<').next()).nth(2)
}
