//! JSON values of the host: what `JsValue` is in the package, `serde_json::Value` is here.
//!
//! JSON knows no undefined, so what was not given is `null`, and a number that JSON cannot carry is
//! `null` as well.

use serde_json::{Map, Number, Value as Json};

use crate::protocol::wire::Carried;
use crate::value::{Answers, Given, Kind, Part, Shown, Texts, Value, as_integer};

impl Value for Json {
    fn undefined() -> Self {
        Self::Null
    }

    fn null() -> Self {
        Self::Null
    }

    fn boolean(value: bool) -> Self {
        Self::Bool(value)
    }

    fn number(value: f64) -> Self {
        let number = Number::from_f64(value).map_or(Self::Null, Self::Number);
        // JavaScript has one sort of numbers and writes the whole ones without a point.
        match as_integer(&number) {
            Some(integer) => Self::from(integer),
            None => number,
        }
    }

    fn string(value: &str) -> Self {
        Self::from(value)
    }

    fn array(items: Vec<Self>) -> Self {
        Self::Array(items)
    }

    fn object() -> Self {
        Self::Object(Map::new())
    }

    fn set(&mut self, key: &'static str, value: Self) {
        if let Self::Object(members) = self {
            members.insert(key.into(), value);
        }
    }

    fn get(&self, key: &'static str) -> Option<Self> {
        match self {
            Self::Object(members) => members.get(key).cloned(),
            _ => None,
        }
    }

    fn get_named(&self, key: &str) -> Option<Self> {
        Json::get(self, key).cloned()
    }

    fn keys(&self) -> Vec<String> {
        let members = self.as_object();
        members.map_or_else(Vec::new, |members| members.keys().cloned().collect())
    }

    fn set_named(&mut self, key: &str, value: Self) {
        if let Self::Object(members) = self {
            members.insert(key.into(), value);
        }
    }

    fn assign(&mut self, members: &Self) -> Result<(), Self> {
        if let (Self::Object(own), Self::Object(members)) = (self, members) {
            own.extend(members.clone());
        }
        Ok(())
    }

    fn item(&self, index: usize) -> Option<Self> {
        self.as_array()?.get(index).cloned()
    }

    fn items(&self) -> Option<Vec<Self>> {
        self.as_array().cloned()
    }

    fn length(&self) -> usize {
        self.as_array().map_or(0, Vec::len)
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::String(_) => Kind::String,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    fn as_bool(&self) -> Option<bool> {
        self.as_bool()
    }

    fn as_f64(&self) -> Option<f64> {
        self.as_f64()
    }

    fn as_string(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn is_word(&self, word: &'static str) -> bool {
        self.as_str() == Some(word)
    }

    fn number_text(&self) -> String {
        match as_integer(self) {
            Some(integer) => integer.to_string(),
            None => self.to_string(),
        }
    }
}

/// The value with `***` in place of `secret`, in texts and names.
fn redacted(value: &Json, secret: &str) -> Json {
    match value {
        Json::String(text) => Json::String(text.replace(secret, "***")),
        Json::Array(items) => items.iter().map(|item| redacted(item, secret)).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(name, member)| (name.replace(secret, "***"), redacted(member, secret)))
            .collect(),
        other => other.clone(),
    }
}

impl Texts for Json {
    type Text = String;

    fn to_json(&self) -> Result<String, Self> {
        Ok(self.to_string())
    }

    fn parse(text: &String) -> Result<Self, Self> {
        serde_json::from_str(text)
            .map_err(|error| serde_json::json!({ "message": error.to_string() }))
    }

    fn without(&self, secret: &str) -> Option<Self> {
        let rest = redacted(self, secret);
        (rest != *self).then_some(rest)
    }

    fn join(parts: &[Part<'_, String>]) -> String {
        parts
            .iter()
            .map(|part| match part {
                Part::Literal(text) => text.to_string(),
                Part::Written(text) => text.to_string(),
                Part::Text(text) => text.to_string(),
                Part::Number(number) => number.to_string(),
            })
            .collect()
    }
}

impl Carried for Json {
    fn call_params(
        model: &Self,
        method: &Self,
        args: &Self,
        kwargs: &Self,
    ) -> Result<String, Self> {
        let mut params = Self::object();
        params.set("model", model.clone());
        params.set("method", method.clone());
        params.set("args", args.clone());
        params.set("kwargs", kwargs.clone());
        params.to_json()
    }

    fn endpoint(start: &String, model: &Self, method: &Self) -> String {
        let name = |value: &Self| value.as_str().unwrap_or_default().to_owned();
        format!("{start}{}/{}", name(model), name(method))
    }

    fn page(root: &String, path: &Self, kwargs: &Self) -> Result<String, Self> {
        let path = path.as_str().unwrap_or_default();
        let query = match kwargs.get("context") {
            Some(context) => format!("?context={context}"),
            None => String::new(),
        };
        Ok(format!("{root}{path}{query}"))
    }
}

impl Given for Json {
    fn options(self, known: &'static str) -> Result<Self, Self> {
        let Self::Object(members) = self else {
            return Ok(self);
        };
        let is_known = |name: &String| known.split(' ').any(|known| known == name);
        let (mut read, others): (Map<_, _>, Map<_, _>) =
            members.into_iter().partition(|(name, _)| is_known(name));
        if !others.is_empty() {
            let names = others.into_iter().map(|(name, _)| Self::from(name));
            read.insert("unknown".into(), names.collect());
        }
        Ok(Self::Object(read))
    }

    fn is_name(&self) -> bool {
        self.as_str().is_some_and(|text| !text.trim().is_empty())
    }

    fn is_dotted_name(&self) -> bool {
        let is_part = |part: &str| {
            let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            !part.is_empty() && part.bytes().all(is_of_name)
        };
        self.as_str()
            .is_some_and(|text| text.split('.').all(is_part))
    }
}

impl Shown for Json {}

impl Answers for Json {
    fn object_fields(&self, nested: bool) -> Vec<String> {
        crate::binary::object_fields(self, nested)
    }
}
