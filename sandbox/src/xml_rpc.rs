//! XML-RPC, as `/xmlrpc/2/<service>` speaks it: another writing of the calls of `/jsonrpc`.
//!
//! A request becomes the body that `/jsonrpc` would have had, an answer is written as Python's
//! `xmlrpc.client` writes it: struct members in their order, no `<nil/>`, no integer beyond 32
//! bits. `/xmlrpc/<service>` is the same but for its faults, whose codes are texts.

use odoo_sandbox_orm::{Fault, Flavour, beyond};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Number, Value, json};

use crate::envelope::TRACEBACK;
use crate::http::HttpResponse;
use crate::json::{JsonError, MAX_DEPTH, MAX_VALUES};
use crate::python::type_error;

/// The type of every answer.
const XML: &str = "text/xml; charset=utf-8";

// ---------------------------------------------------------------------------------------------------------------------
// Answers

/// How a series writes answers, on which path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) flavour: Flavour,
    /// On `/xmlrpc/<service>` the codes of faults are texts.
    pub(crate) old: bool,
}

impl Form {
    fn begin(self) -> &'static str {
        match self.flavour {
            Flavour::V17 => "<?xml version='1.0'?>\n<methodResponse>\n",
            _ => "<?xml version=\"1.0\"?>\n<methodResponse>\n",
        }
    }

    fn end(self) -> &'static str {
        match self.flavour {
            Flavour::V17 => "</methodResponse>\n",
            _ => "\n</methodResponse>\n",
        }
    }
}

/// Answers a call. What XML-RPC has no form for is a fault, in Python's words.
pub(crate) fn result(form: Form, result: Option<&Value>) -> HttpResponse {
    let mut body = String::with_capacity(256);
    body.push_str(form.begin());
    body.push_str("<params>\n<param>\n");
    match write(&mut body, result.unwrap_or(&Value::Null)) {
        Ok(()) => {
            body.push_str("</param>\n</params>\n");
            body.push_str(form.end());
            HttpResponse::new(200, XML, body)
        }
        Err(unwritable) => fault(form, &unwritable),
    }
}

/// Answers a call that ended with an exception: 3 and 4 are for who may not, 2 is for the user, 1
/// comes with a traceback. On the old path the codes are words.
pub(crate) fn fault(form: Form, fault: &Fault) -> HttpResponse {
    let name = fault.name.as_str();
    let message = fault.message.as_str();
    let known = name.strip_prefix("odoo.exceptions.");
    let (code, text) = match (known, form.old) {
        (Some("AccessDenied"), false) => (json!(3), message.to_owned()),
        (Some("AccessError"), false) => (json!(4), message.to_owned()),
        (Some(_), false) => (json!(2), message.to_owned()),
        (Some("AccessDenied"), true) => (json!("AccessDenied"), message.to_owned()),
        (Some(class @ ("AccessError" | "MissingError")), true) => (
            json!(format!("warning -- {class}\n\n{message}")),
            String::new(),
        ),
        (Some(_), true) => (
            json!(format!("warning -- UserError\n\n{message}")),
            String::new(),
        ),
        (None, false) => (json!(1), traceback(form.flavour, fault)),
        (None, true) => (json!(message), traceback(form.flavour, fault)),
    };
    let mut body = form.begin().to_owned();
    body.push_str("<fault>\n");
    // A number and a text can be written.
    let _ = write(&mut body, &json!({"faultCode": code, "faultString": text}));
    body.push_str("</fault>\n");
    body.push_str(form.end());
    HttpResponse::new(200, XML, body)
}

/// Writes what Python prints of an exception, and of the one during whose handling it came up.
fn traceback(flavour: Flavour, fault: &Fault) -> String {
    let class = fault.name.strip_prefix("builtins.").unwrap_or(&fault.name);
    let quoted = |before: &str, quote: char| {
        let (_, rest) = fault.message.split_once(before)?;
        rest.split(quote).next().map(str::to_owned)
    };
    let missing_key = if class == "psycopg2.OperationalError" {
        quoted("database \"", '"')
    } else if flavour >= Flavour::V19 && fault.message.starts_with("Invalid field ") {
        quoted(" in condition ('", '\'')
    } else {
        None
    };
    let before = missing_key.map_or_else(String::new, |key| {
        format!(
            "{TRACEBACK}KeyError: '{key}'\n\nDuring handling of the above exception, another exception occurred:\n\n"
        )
    });
    // A missing key is shown as Python writes it, here only.
    let message = match class {
        "KeyError" => format!("'{}'", fault.message),
        _ => fault.message.clone(),
    };
    format!("{before}{TRACEBACK}{class}: {message}\n")
}

fn write(body: &mut String, value: &Value) -> Result<(), Fault> {
    body.push_str("<value>");
    match value {
        Value::Null => {
            return Err(type_error(
                "cannot marshal None unless allow_none is enabled",
            ));
        }
        Value::Bool(flag) => {
            let digit = if *flag { '1' } else { '0' };
            body.push_str("<boolean>");
            body.push(digit);
            body.push_str("</boolean>");
        }
        Value::Number(number) => write_number(body, number)?,
        Value::String(text) if beyond::NAN == text => body.push_str("<double>nan</double>"),
        Value::String(text) if beyond::INFINITY == text => body.push_str("<double>inf</double>"),
        Value::String(text) if beyond::MINUS_INFINITY == text => {
            body.push_str("<double>-inf</double>");
        }
        Value::String(text) => {
            body.push_str("<string>");
            write_text(body, text);
            body.push_str("</string>");
        }
        Value::Array(items) => {
            body.push_str("<array><data>\n");
            for item in items {
                write(body, item)?;
            }
            body.push_str("</data></array>");
        }
        Value::Object(members) => {
            body.push_str("<struct>\n");
            for (name, value) in members {
                body.push_str("<member>\n<name>");
                write_text(body, name);
                body.push_str("</name>\n");
                write(body, value)?;
                body.push_str("</member>\n");
            }
            body.push_str("</struct>");
        }
    }
    body.push_str("</value>\n");
    Ok(())
}

fn write_number(body: &mut String, number: &Number) -> Result<(), Fault> {
    let tag = if number.is_f64() { "double" } else { "int" };
    if !number.is_f64()
        && number
            .as_i64()
            .is_none_or(|int| i32::try_from(int).is_err())
    {
        return Err(Fault::new(
            "builtins.OverflowError",
            "int exceeds XML-RPC limits",
        ));
    }
    body.push_str(&format!("<{tag}>{number}</{tag}>"));
    Ok(())
}

/// Writes text; XML has no place for control characters, not even escaped.
fn write_text(body: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let instead = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'\t' | b'\n' | b'\r' | 0x20.. => continue,
            _ => "",
        };
        body.push_str(&text[from..at]);
        body.push_str(instead);
        from = at + 1;
    }
    body.push_str(&text[from..]);
}

// ---------------------------------------------------------------------------------------------------------------------
// Requests

/// Reads a call of a service as the body that `/jsonrpc` would have for it.
pub(crate) fn parse(service: &str, body: &[u8]) -> Result<Value, JsonError> {
    let malformed =
        |words: String| JsonError::Malformed(Fault::new("xml.parsers.expat.ExpatError", words));
    let text = std::str::from_utf8(body).map_err(|error| malformed(error.to_string()))?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut document = Document { reader, values: 0 };
    match document.call() {
        Ok((method, args)) => {
            Ok(json!({"params": {"service": service, "method": method, "args": args}}))
        }
        Err(Complaint::Depth) => Err(JsonError::TooDeep(Fault::new(
            "builtins.RecursionError",
            "maximum recursion depth exceeded",
        ))),
        Err(Complaint::Words(words)) => {
            let at = document.reader.buffer_position();
            let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
            let before = text.get(..at).unwrap_or(text);
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().map_or(0, str::len);
            Err(malformed(format!("{words}: line {line}, column {column}")))
        }
    }
}

enum Complaint {
    Words(String),
    Depth,
}

impl From<quick_xml::Error> for Complaint {
    fn from(error: quick_xml::Error) -> Self {
        Self::Words(error.to_string())
    }
}

fn complain(words: impl Into<String>) -> Complaint {
    Complaint::Words(words.into())
}

/// What a document is made of, as far as it matters here.
enum Token {
    Open(String),
    Close,
    Text(String),
}

struct Document<'a> {
    reader: Reader<&'a [u8]>,
    /// How many values have been read.
    values: usize,
}

impl Document<'_> {
    /// Reads `<methodCall>`: the method's name and its arguments.
    fn call(&mut self) -> Result<(String, Vec<Value>), Complaint> {
        self.expect("methodCall")?;
        self.expect("methodName")?;
        let method = self.text()?;
        let mut args = Vec::new();
        if self.child("params")? {
            while self.child("param")? {
                self.expect("value")?;
                args.push(self.value(0)?);
                self.end()?;
            }
            self.end()?;
        }
        Ok((method, args))
    }

    /// Reads the rest of a `<value>`.
    fn value(&mut self, depth: usize) -> Result<Value, Complaint> {
        self.values += 1;
        if depth > MAX_DEPTH {
            return Err(Complaint::Depth);
        }
        if self.values > MAX_VALUES {
            return Err(complain("too many values"));
        }
        let mut bare = String::new();
        let kind = loop {
            match self.token()? {
                Token::Text(text) => bare.push_str(&text),
                // Without a type it is a text.
                Token::Close => return Ok(Value::String(bare)),
                Token::Open(kind) => break kind,
            }
        };
        let value = match kind.as_str() {
            "struct" => self.members(depth)?,
            "array" => self.items(depth)?,
            _ => scalar(&kind, self.text()?)?,
        };
        self.end()?;
        Ok(value)
    }

    /// Reads the rest of a `<struct>`.
    fn members(&mut self, depth: usize) -> Result<Value, Complaint> {
        let mut members = Map::new();
        while self.child("member")? {
            self.expect("name")?;
            let name = self.text()?;
            self.expect("value")?;
            members.insert(name, self.value(depth + 1)?);
            self.end()?;
        }
        Ok(Value::Object(members))
    }

    /// Reads the rest of an `<array>`.
    fn items(&mut self, depth: usize) -> Result<Value, Complaint> {
        let mut items = Vec::new();
        self.expect("data")?;
        while self.child("value")? {
            items.push(self.value(depth + 1)?);
        }
        self.end()?;
        Ok(Value::Array(items))
    }

    /// Reads the text up to the end of the element.
    fn text(&mut self) -> Result<String, Complaint> {
        let mut text = String::new();
        loop {
            match self.token()? {
                Token::Text(more) => text.push_str(&more),
                Token::Close => return Ok(text),
                Token::Open(name) => return Err(complain(format!("unexpected <{name}>"))),
            }
        }
    }

    /// Goes into the next child, which has to have that name; answers false at the end of the
    /// parent.
    fn child(&mut self, expected: &str) -> Result<bool, Complaint> {
        loop {
            match self.token()? {
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) => return Err(complain("unexpected text")),
                Token::Open(name) if name == expected => return Ok(true),
                Token::Open(name) => return Err(complain(format!("unexpected <{name}>"))),
                Token::Close => return Ok(false),
            }
        }
    }

    fn expect(&mut self, name: &str) -> Result<(), Complaint> {
        match self.child(name)? {
            true => Ok(()),
            false => Err(complain(format!("<{name}> is missing"))),
        }
    }

    fn end(&mut self) -> Result<(), Complaint> {
        self.child("").map(|_| ())
    }

    fn token(&mut self) -> Result<Token, Complaint> {
        loop {
            return Ok(match self.reader.read_event()? {
                Event::Start(tag) => Token::Open(tag.name().as_ref().to_owned()),
                Event::End(_) => Token::Close,
                Event::Text(text) => Token::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Token::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(name) => Token::Text(character(&name)?),
                Event::Eof => return Err(complain("no element found")),
                // Expanding entities is what this never does.
                _ => continue,
            });
        }
    }
}

/// What `&name;` or `&#1234;` stands for.
fn character(name: &BytesRef<'_>) -> Result<String, Complaint> {
    if let Some(character) = name.resolve_char_ref()? {
        return Ok(character.into());
    }
    let name = name.xml10_content();
    resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| complain(format!("undefined entity &{name};")))
}

/// Reads a value of one of the simple types.
fn scalar(kind: &str, text: String) -> Result<Value, Complaint> {
    let trimmed = text.trim();
    let value = match kind {
        "string" => Some(Value::String(text.clone())),
        "int" | "i4" | "i8" => trimmed.parse::<i64>().ok().map(Value::from),
        "boolean" => match trimmed {
            "1" => Some(Value::Bool(true)),
            "0" => Some(Value::Bool(false)),
            _ => None,
        },
        "double" => trimmed
            .parse()
            .ok()
            .and_then(Number::from_f64)
            .map(Value::Number),
        "nil" => Some(Value::Null),
        // Odoo's own binary values are this text.
        "base64" => Some(Value::String(trimmed.to_owned())),
        "dateTime.iso8601" => date_time(trimmed).map(Value::String),
        _ => return Err(complain(format!("unknown type <{kind}>"))),
    };
    value.ok_or_else(|| complain(format!("{trimmed:?} is no {kind}")))
}

/// Writes `20260131T13:45:00` as Odoo does: `2026-01-31 13:45:00`.
fn date_time(text: &str) -> Option<String> {
    let (date, time) = text.split_once('T')?;
    let date = date.replace('-', "");
    let digits = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| {
        format!(
            "{}-{}-{} {}",
            &date[..4],
            &date[4..6],
            &date[6..],
            time.trim_end_matches('Z')
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &Value) -> String {
        let form = Form {
            flavour: Flavour::V19,
            old: false,
        };
        String::from_utf8(result(form, Some(value)).body).expect("UTF-8")
    }

    #[test]
    fn integers_beyond_32_bits_and_nothing_at_all_are_faults() {
        assert!(written(&json!(i32::MIN)).contains("<int>-2147483648</int>"));
        for beyond in [json!(2_147_483_648_i64), json!(u64::MAX)] {
            let fault = written(&beyond);
            assert!(
                fault.contains("OverflowError: int exceeds XML-RPC limits"),
                "{fault}"
            );
        }
        let fault = written(&json!([1, {"name": null}]));
        assert!(fault.contains("cannot marshal None"), "{fault}");
        assert!(!fault.contains("<params>"), "{fault}");
    }

    #[test]
    fn text_is_escaped_and_loses_what_xml_cannot_hold() {
        assert!(
            written(&json!("a\u{0}b\u{b}\n<&> \u{7f}é"))
                .contains("<string>ab\n&lt;&amp;&gt; \u{7f}é</string>")
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let value = json!([{"name": "Søn & <Daughter>", "n": -7, "x": 1.5, "yes": true, "no": false, "list": [[], {}], "": ""}]);
        let answer = written(&value);
        let inner = answer
            .split("<param>\n")
            .nth(1)
            .and_then(|rest| rest.split("</param>").next())
            .expect("a value");
        let call = format!(
            "<methodCall><methodName>m</methodName><params><param>{inner}</param></params></methodCall>"
        );
        let read = parse("object", call.as_bytes()).expect("a call");
        assert_eq!(read["params"]["args"], json!([value]));
    }
}
