//! Holds an answer against a recorded one.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use odoo_sandbox::HttpResponse;
use serde_json::{Value, json};

use crate::ids::python;

/// Headers that matter to a client: they must be there where they were, and not where they were
/// not.
const HEADERS: [&str; 16] = [
    "content-type",
    "location",
    "www-authenticate",
    "accept",
    "etag",
    "access-control-allow-origin",
    "access-control-allow-methods",
    "access-control-max-age",
    "access-control-allow-headers",
    "allow",
    "cache-control",
    "content-disposition",
    "content-range",
    "accept-ranges",
    "content-security-policy",
    "x-content-type-options",
];

/// Lists how an answer differs from the recorded one.
pub(crate) fn compare(recorded: &Value, response: &HttpResponse, loose: &[&str]) -> Vec<String> {
    let mut differences = Vec::new();
    if recorded["status"] != json!(response.status) {
        differences.push(format!(
            "status: recorded {}, answered {}: {}",
            recorded["status"],
            response.status,
            String::from_utf8_lossy(&response.body)
                .chars()
                .take(300)
                .collect::<String>()
        ));
        return differences;
    }
    compare_headers(&recorded["headers"], response, loose, &mut differences);
    if let Some(body) = recorded.get("body") {
        let text = String::from_utf8_lossy(&response.body);
        match python::read(&text) {
            Some(answered) => {
                let mut comparison = Comparison {
                    loose,
                    differences: &mut differences,
                };
                comparison.values("", body, &answered);
            }
            None => differences.push(format!("body: no JSON: {text}")),
        }
    } else if let Some(base64) = recorded["bodyBase64"].as_str() {
        let answered = STANDARD.encode(&response.body);
        let same = match base64.strip_suffix('…') {
            Some(beginning) => answered.starts_with(beginning),
            None => answered == base64,
        };
        if !same && !loose.contains(&"body") {
            differences.push(format!("body: recorded {base64}, answered {answered}"));
        }
    } else {
        let recorded = common(recorded["bodyText"].as_str().unwrap_or_default());
        let answered = common(&String::from_utf8_lossy(&response.body));
        // Long pages were cut when they were recorded.
        let same = match recorded.strip_suffix('…') {
            Some(beginning) => answered.starts_with(beginning),
            None => answered == recorded,
        };
        let both_pages = recorded.contains("<html") && answered.contains("<html");
        let passes = same || (both_pages && loose.contains(&"body"));
        if !passes {
            differences.push(format!(
                "body: recorded {recorded:?}, answered {answered:?}"
            ));
        }
    }
    differences
}

fn compare_headers(
    recorded: &Value,
    response: &HttpResponse,
    loose: &[&str],
    differences: &mut Vec<String>,
) {
    for name in HEADERS {
        let recorded = recorded.get(name).and_then(Value::as_str).map(str::trim);
        let answered = response.header(name).map(str::trim);
        let same = match (name, recorded, answered) {
            ("etag", Some(recorded), Some(answered)) => {
                recorded == answered || (is_token(recorded) && is_token(answered)) || {
                    loose.contains(&"etag") && digits(recorded) == digits(answered)
                }
            }
            ("allow", Some(recorded), Some(answered)) => {
                let verbs = |list: &str| -> BTreeSet<String> {
                    list.split(", ").map(str::to_owned).collect()
                };
                verbs(recorded) == verbs(answered)
            }
            _ => recorded == answered,
        };
        if !same {
            differences.push(format!(
                "{name}: recorded {recorded:?}, answered {answered:?}"
            ));
        }
    }
    let recorded: Vec<String> = recorded
        .get("set-cookie")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(cookie_shape)
        .collect();
    let answered: Vec<String> = response
        .headers
        .iter()
        .filter(|(name, _)| name == "set-cookie")
        .map(|(_, value)| cookie_shape(value))
        .collect();
    if recorded != answered {
        differences.push(format!(
            "set-cookie: recorded {recorded:?}, answered {answered:?}"
        ));
    }
}

/// Reduces a cookie to what does not change: its name and attributes, not the id and the date.
fn cookie_shape(cookie: &str) -> String {
    let parts: Vec<&str> = cookie
        .split(';')
        .map(str::trim)
        .map(|part| match part.split_once('=') {
            Some(("session_id", id)) if !id.is_empty() => "session_id",
            Some(("Expires", date)) if date.ends_with("GMT") => "Expires",
            _ => part,
        })
        .collect();
    parts.join("; ")
}

struct Comparison<'a> {
    loose: &'a [&'a str],
    differences: &'a mut Vec<String>,
}

impl Comparison<'_> {
    fn values(&mut self, path: &str, recorded: &Value, answered: &Value) {
        if self.is_loose(path) {
            if let Some(difference) = shape_difference(recorded, answered) {
                self.differences.push(format!("{path}{difference}"));
            }
            return;
        }
        match (recorded, answered) {
            (Value::Object(recorded), Value::Object(answered)) => {
                for (name, value) in recorded {
                    let path = join(path, name);
                    match answered.get(name) {
                        Some(answer) => self.values(&path, value, answer),
                        None => self
                            .differences
                            .push(format!("{path}: missing, recorded {value}")),
                    }
                }
                for (name, value) in answered {
                    if !recorded.contains_key(name) {
                        let path = join(path, name);
                        self.differences
                            .push(format!("{path}: answered {value}, not recorded"));
                    }
                }
            }
            (Value::Array(recorded), Value::Array(answered)) => {
                if recorded.len() != answered.len() {
                    self.differences.push(format!(
                        "{path}: recorded {} items, answered {}",
                        recorded.len(),
                        answered.len()
                    ));
                }
                for (recorded, answered) in recorded.iter().zip(answered) {
                    self.values(&format!("{path}[]"), recorded, answered);
                }
            }
            (Value::String(recorded), Value::String(answered)) => {
                let own = path.ends_with(".debug") || path == "debug";
                let same = recorded == answered
                    || own
                    || common(recorded) == common(answered)
                    || (is_moment(recorded) && is_now(answered))
                    || same_external_id(recorded, answered)
                    || (is_token(recorded) && is_token(answered));
                if !same {
                    self.differences.push(format!(
                        "{path}: recorded {recorded:?}, answered {answered:?}"
                    ));
                }
            }
            _ if recorded == answered => {}
            _ => self
                .differences
                .push(format!("{path}: recorded {recorded}, answered {answered}")),
        }
    }

    fn is_loose(&self, path: &str) -> bool {
        let below_result = path.starts_with("result") || !path.starts_with("error");
        self.loose
            .iter()
            .any(|loose| *loose == path || (*loose == "*" && below_result && !path.is_empty()))
    }
}

/// Says how keys or JSON types differ; in a list any of the recorded items may be the model of an
/// answered one.
fn shape_difference(recorded: &Value, answered: &Value) -> Option<String> {
    match (recorded, answered) {
        (Value::Object(recorded), Value::Object(answered)) => {
            for (name, value) in recorded {
                let Some(answer) = answered.get(name) else {
                    return Some(format!(".{name}: missing"));
                };
                if let Some(difference) = shape_difference(value, answer) {
                    return Some(format!(".{name}{difference}"));
                }
            }
            let unknown = answered.keys().find(|name| !recorded.contains_key(*name))?;
            Some(format!(".{unknown}: not recorded"))
        }
        (Value::Array(recorded), Value::Array(answered)) => {
            if recorded.is_empty() != answered.is_empty() {
                return Some(format!(
                    ": recorded {} items, answered {}",
                    recorded.len(),
                    answered.len()
                ));
            }
            answered.iter().find_map(|answer| {
                let mut differences = recorded.iter().map(|item| shape_difference(item, answer));
                let first = differences.next()?;
                let none_fits =
                    first.is_some() && differences.all(|difference| difference.is_some());
                none_fits.then(|| format!("[]{}", first.unwrap_or_default()))
            })
        }
        _ if type_name(recorded) == type_name(answered) => None,
        _ => Some(format!(": recorded {recorded}, answered {answered}")),
    }
}

/// Leaves out what a text says of the machine it was recorded on: the port of its PostgreSQL, the
/// date of its build, the statement PostgreSQL complained about, a number that its installation
/// gave, and how its werkzeug begins pages of 17.
fn common(text: &str) -> String {
    let mut text = text
        .replace("port 55432 failed", "port 5432 failed")
        .replace(
            "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">\n",
            "<!doctype html>\n<html lang=en>\n",
        );
    // Nightly builds carry their date: `18.0-20250702`.
    while let Some(from) = text.find(".0-20") {
        let length = text[from + 3..]
            .chars()
            .take_while(char::is_ascii_digit)
            .count();
        if length != 8 {
            break;
        }
        text.replace_range(from + 2..from + 3 + length, "");
    }
    // An id of `ir.model.data`.
    if let Some((before, _)) = text.split_once(" found record of different model ") {
        text = before.to_owned();
    }
    while let Some(from) = text.find("\nLINE 1: ") {
        let length = text[from..]
            .find('^')
            .map_or(text.len() - from, |at| at + 1);
        text.replace_range(from..from + length, "");
    }
    text
}

/// Puts a 0 in the place of every number.
fn digits(text: &str) -> String {
    let mut shape = String::new();
    for character in text.chars() {
        match character.is_ascii_digit() {
            true if shape.ends_with('0') => {}
            true => shape.push('0'),
            false => shape.push(character),
        }
    }
    shape
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Tells whether both are external ids that an export made: of the same table, with what is random
/// at their ends.
fn same_external_id(recorded: &str, answered: &str) -> bool {
    let table = |text: &str| -> Option<String> {
        let mut parts = text.strip_prefix("__export__.")?.rsplitn(3, '_');
        let random = parts.next()?.len() == 8;
        parts.next()?.parse::<i64>().ok()?;
        random.then_some(parts.next()?.to_owned())
    };
    table(recorded).is_some() && table(recorded) == table(answered)
}

/// The day on which the sandbox's own records were made.
pub(crate) static INSTALLED: OnceLock<String> = OnceLock::new();

/// Tells whether a moment is the one at which everything is replayed, or the one at which the
/// sandbox's own records were made.
fn is_now(text: &str) -> bool {
    let day = text.split(' ').next();
    is_moment(text) && (day == Some("2026-11-22") || day == INSTALLED.get().map(String::as_str))
}

/// `2026-11-22 13:24:09`
pub(crate) fn is_moment(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    shape == "0000-00-00 00:00:00"
}

/// A hash, perhaps with an expiry behind it.
fn is_token(text: &str) -> bool {
    text.len() >= 40
        && text.chars().take(40).all(|c| c.is_ascii_hexdigit())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Makes sure that differences are seen: a comparison that finds none in anything would let
/// everything pass.
pub(crate) fn check_itself() {
    let see = |recorded: Value, answered: Value, loose: &[&str]| {
        let mut differences = Vec::new();
        Comparison {
            loose,
            differences: &mut differences,
        }
        .values("", &recorded, &answered);
        differences.len()
    };
    let same = json!({"result": [{"id": 1, "name": "x", "date": "2026-11-22 13:24:09"}]});
    assert_eq!(see(same.clone(), same.clone(), &[]), 0);
    let now = json!({"result": [{"id": 1, "name": "x", "date": "2026-11-22 13:34:00"}]});
    assert_eq!(see(same.clone(), now, &[]), 0);
    let later = json!({"result": [{"id": 1, "name": "x", "date": "2027-01-01 00:00:00"}]});
    assert_eq!(see(same.clone(), later, &[]), 1);
    for other in [
        json!({"result": [{"id": 2, "name": "x", "date": "2026-11-22 13:24:09"}]}),
        json!({"result": [{"id": 1, "name": "x"}]}),
        json!({"result": [{"id": 1, "name": "x", "date": "2026-11-22 13:24:09", "more": 1}]}),
        json!({"result": [{"id": 1, "name": false, "date": "2026-11-22 13:24:09"}]}),
        json!({"result": []}),
        json!({"result": 1}),
        json!({"error": {}}),
        json!({"result": [{"id": 1, "name": "x", "date": "today"}]}),
    ] {
        assert_ne!(see(same.clone(), other.clone(), &[]), 0, "{other}");
    }
    let renumbered = json!({"result": [{"id": 2, "name": "y", "date": "2026-11-22 13:24:09"}]});
    assert_eq!(see(same.clone(), renumbered.clone(), &["result[].id"]), 1);
    assert_eq!(see(same.clone(), renumbered, &["*"]), 0);
    assert_ne!(
        see(same.clone(), json!({"result": [{"id": "2"}]}), &["*"]),
        0
    );
    assert_ne!(see(same, json!({"result": []}), &["*"]), 0);
    let error = json!({"error": {"code": 200, "message": "m"}});
    assert_ne!(
        see(error, json!({"error": {"code": 0, "message": "m"}}), &["*"]),
        0
    );
}
