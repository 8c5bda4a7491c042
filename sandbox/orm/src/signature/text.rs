//! Reads signatures from the text of `models/methods.toml`.

use serde::Deserialize;
use serde_json::{Number, Value};

use super::{Kind, Parameter, Signature};
use crate::schema::{for_flavour, read};
use crate::{Flavour, LoadError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    methods: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    signature: String,
    #[serde(default)]
    api: Vec<String>,
    #[serde(default)]
    on: Vec<String>,
    owner: Option<String>,
    model: Option<String>,
    module: Option<String>,
    #[serde(default)]
    hidden: bool,
    #[serde(default)]
    cached: bool,
}

/// Reads every signature of a series.
pub(crate) fn read_all(text: &str, flavour: Flavour) -> Result<Vec<Signature>, LoadError> {
    let file: File = serde_json::from_value(for_flavour(read(text)?, flavour))
        .map_err(|error| LoadError::new(format!("methods: {error}")))?;
    file.methods
        .into_iter()
        .map(|entry| {
            let text = entry.signature.clone();
            signature(entry).ok_or_else(|| LoadError::new(format!("methods: cannot read {text:?}")))
        })
        .collect()
}

fn signature(entry: Entry) -> Option<Signature> {
    let (method, rest) = entry.signature.split_once('(')?;
    let (parameters, returns) = match rest.rsplit_once(") -> ") {
        Some((parameters, returns)) => (parameters, Some(returns.trim().to_owned())),
        None => (rest.strip_suffix(')')?, None),
    };
    let mut keyword_only = false;
    let mut read = Vec::new();
    for part in split(parameters, ',')
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if part == "*" {
            keyword_only = true;
            continue;
        }
        read.push(parameter(part, keyword_only)?);
    }
    let core = entry.model.clone().unwrap_or_else(|| "core".to_owned());
    Some(Signature {
        method: method.trim().to_owned(),
        owner: entry.owner.unwrap_or_else(|| "BaseModel".to_owned()),
        parameters: read,
        api_model: entry.api.iter().any(|word| word == "model"),
        readonly: entry.api.iter().any(|word| word == "readonly"),
        returns,
        module: entry.module.unwrap_or_else(|| core.clone()),
        model: core,
        documented: !entry.hidden,
        cached: entry.cached,
        on: entry.on,
    })
}

fn parameter(text: &str, keyword_only: bool) -> Option<Parameter> {
    if let Some(name) = text.strip_prefix("**") {
        return Some(Parameter {
            name: name.to_owned(),
            kind: Kind::VarKeyword,
            default: None,
            annotation: None,
        });
    }
    let (declared, default) = match split(text, '=').as_slice() {
        [declared] => (*declared, None),
        [declared, default] => (*declared, Some(literal(default.trim())?)),
        _ => return None,
    };
    let (name, annotation) = match declared.split_once(':') {
        Some((name, annotation)) => (name, Some(annotation.trim().to_owned())),
        None => (declared, None),
    };
    let kind = if keyword_only {
        Kind::KeywordOnly
    } else {
        Kind::Positional
    };
    Some(Parameter {
        name: name.trim().to_owned(),
        kind,
        default,
        annotation,
    })
}

/// Reads a Python literal, as far as defaults use them.
fn literal(text: &str) -> Option<Value> {
    Some(match text {
        "None" => Value::Null,
        "True" => true.into(),
        "False" => false.into(),
        "()" | "[]" => Value::Array(Vec::new()),
        quoted if quoted.starts_with('\'') => quoted.trim_matches('\'').into(),
        number => Value::Number(number.parse::<i64>().ok().map(Number::from)?),
    })
}

/// Splits at a sign outside brackets.
fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, char) in text.char_indices() {
        match char {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            char if char == sign && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + char.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
