//! Binary fields, which Odoo reads and writes in other forms from version to version: here they
//! have one.
//!
//! | | 17 to 19.2 | 19.3, 19.4 | 20 |
//! | --- | --- | --- | --- |
//! | a value that is read | base64 | base64 | an object `{filename?, content, size}` |
//! | sizes only | context `bin_size`: a text | the same | `load: 'web'`: an object without its content |
//! | contents of an attachment | `datas` | `raw` | `raw`; `datas` is dropped without an error |
//!
//! A program gets base64 unless it asks for something else ([`Form`]), and may call an attachment's
//! contents `datas` everywhere.

use odoo_columns::size_in_words;

use crate::protocol::Call;
use crate::text;
use crate::value::{Kind, Value, as_integer};

/// How values of binary fields are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// As base64; where the server sent only the size, as [`Form::Size`].
    #[default]
    Base64,
    /// As `{content, size, filename?}`.
    Object,
    /// As the size in words: `12.50 Kb`.
    Size,
}

impl Form {
    /// Reads the name that JavaScript uses.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "base64" => Some(Self::Base64),
            "object" => Some(Self::Object),
            "size" => Some(Self::Size),
            _ => None,
        }
    }

    /// A value of a binary field in this form.
    pub fn of<V: Value>(self, value: V) -> V {
        match value.kind() {
            Kind::Object => self.of_object(value),
            Kind::String if self != Self::Base64 => self.of_text(value),
            _ => value,
        }
    }

    fn of_object<V: Value>(self, value: V) -> V {
        let content = value
            .get("content")
            .filter(|content| content.kind() == Kind::String);

        let told = value.get("size").as_ref().and_then(as_integer);
        let length_of = |text: &V| decoded_length(&text.as_string().unwrap_or_default());
        let size = || told.unwrap_or_else(|| content.as_ref().map_or(0, length_of));
        let is_empty = match &content {
            Some(content) => content.is_word(""),
            None => size() == 0,
        };
        match (self, &content) {
            (Self::Object, _) => value,
            _ if is_empty => V::boolean(false),
            (Self::Base64, Some(content)) => content.clone(),
            _ => V::string(&size_in_words(size().unsigned_abs())),
        }
    }

    fn of_text<V: Value>(self, value: V) -> V {
        let text = value.as_string().unwrap_or_default();
        // A size is what `bin_size` asked for; nothing in base64 has a blank.
        if text::position(&text, |byte| byte == b' ').is_some() {
            return value;
        }
        let size = decoded_length(&text);
        match self {
            Self::Size => V::string(&size_in_words(size.unsigned_abs())),
            _ => V::object()
                .with("content", value)
                .with("size", V::number(size as f64)),
        }
    }
}

/// How many bytes a text in base64 stands for.
fn decoded_length(text: &str) -> i64 {
    let is_digit = |byte: &u8| !matches!(byte, b'=' | b'\n' | b'\r');
    (text.bytes().filter(is_digit).count() * 3 / 4) as i64
}

/// Where in a result records are, of which binary fields may be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Records {
    /// The result is a list of them.
    List,
    /// The result is a list of them, which may have others within.
    Nested,
    /// As `Nested`, in the member `records`.
    Member,
}

/// Where in the result of `call` records are; `None` for a call that reads none.
pub fn records_of<V: Value>(call: &Call<V>) -> Option<Records> {
    match call.method_name() {
        "read" | "search_read" => Some(Records::List),
        "web_read" | "web_save" => Some(Records::Nested),
        "web_search_read" => Some(Records::Member),
        _ => None,
    }
}

/// The fields of some records whose first value, of those that are not empty, may be that of a
/// binary field as an object; with `nested`, or records. All values of a field are alike, so no
/// more of them is looked at.
pub fn object_fields<V: Value>(records: &V, nested: bool) -> Vec<String> {
    let records = records.items().unwrap_or_default();
    let first = records.first();
    let Some(first) = first.filter(|first| first.kind() == Kind::Object) else {
        return Vec::new();
    };
    let is_filled = |value: &V| match value.kind() {
        Kind::Undefined | Kind::Null | Kind::Boolean => false,
        Kind::Array => value.item(0).is_some(),
        _ => true,
    };
    let mut names = first.keys();
    names.retain(|name| {
        let mut values = records.iter().filter_map(|record| record.get_named(name));
        values
            .find(is_filled)
            .is_some_and(|value| match value.kind() {
                Kind::Object => nested || is_object_of_binary(&value),
                Kind::Array => {
                    nested
                        && value
                            .item(0)
                            .is_some_and(|item| item.kind() == Kind::Object)
                }
                _ => false,
            })
    });
    names
}

fn is_object_of_binary<V: Value>(value: &V) -> bool {
    let is = |name, kind| {
        value
            .get(name)
            .is_some_and(|member: V| member.kind() == kind)
    };
    is("size", Kind::Number) || is("content", Kind::String)
}

/// What is known of a model's fields: those that hold something else than is read.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// The binary ones.
    pub binary: Vec<String>,
    /// Those that link to records of a model.
    pub links: Vec<(String, String)>,
}

impl Fields {
    /// Reads what `fields_get` answers with type and relation.
    pub fn of<V: Value>(answer: &V) -> Self {
        let mut fields = Self::default();
        for name in answer.keys() {
            let Some(field) = answer.get_named(&name) else {
                continue;
            };
            let text = |member| field.get(member).and_then(|text| text.as_string());
            if text("type").as_deref() == Some("binary") {
                fields.binary.push(name);
            } else if let Some(relation) = text("relation") {
                fields.links.push((name, relation));
            }
        }
        fields
    }

    /// Whether a field is binary.
    pub fn is_binary(&self, name: &str) -> bool {
        self.binary.iter().any(|binary| binary == name)
    }

    /// The model that a field links to.
    pub fn link(&self, name: &str) -> Option<&str> {
        let link = self.links.iter().find(|(link, _)| link == name);
        link.map(|(_, model)| model.as_str())
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Attachments: `datas` for servers that have `raw`.

/// What the contents of an attachment are called before and from 19.3 on.
const OLD: &str = "datas";
const NEW: &str = "raw";

/// The call with an attachment's contents called `raw`, where it calls them `datas`: as a server
/// from 19.3 on wants it. Both are base64 there.
pub fn with_raw<V: Value>(call: &Call<V>) -> Option<Call<V>> {
    if call.model_name() != "ir.attachment" {
        return None;
    }
    let (position, name) = match call.method_name() {
        "create" => (0, "vals_list"),
        "write" | "web_save" => (1, "vals"),
        "load" => (0, "fields"),
        "fields_get" => (0, "allfields"),
        "read" | "search_read" => (1, "fields"),
        _ => return None,
    };
    let mut renamed = call.clone();
    let mut is_changed = false;
    if let Some(given) = call.args.item(position).as_ref().and_then(renamed_in) {
        let mut args = call.args.items().unwrap_or_default();
        args[position] = given;
        renamed.args = V::array(args);
        is_changed = true;
    }
    if let Some(given) = call.kwargs.get(name).as_ref().and_then(renamed_in) {
        renamed.kwargs = V::object();
        renamed.kwargs.assign(&call.kwargs).ok()?;
        renamed.kwargs.set(name, given);
        is_changed = true;
    }
    is_changed.then_some(renamed)
}

/// Values, a list of values or names with the new name; `None` where the old one is not among them.
fn renamed_in<V: Value>(given: &V) -> Option<V> {
    match given.kind() {
        Kind::Object => {
            given.get(OLD)?;
            Some(with_name(given, OLD, NEW))
        }
        Kind::Array => {
            let items = given.items().unwrap_or_default();
            let mut is_changed = false;
            let rename = |item: V| match item.is_word(OLD) {
                true => {
                    is_changed = true;
                    V::word(NEW)
                }
                false => match renamed_in(&item).filter(|_| item.kind() == Kind::Object) {
                    Some(renamed) => {
                        is_changed = true;
                        renamed
                    }
                    None => item,
                },
            };
            let renamed = items.into_iter().map(rename).collect();
            is_changed.then(|| V::array(renamed))
        }
        _ => None,
    }
}

/// The result of a call that was renamed, as it was asked for: its records, or what it says of
/// fields.
pub fn with_datas<V: Value>(result: V) -> V {
    match (result.items(), result.kind()) {
        (Some(items), _) => V::array(items.into_iter().map(with_datas).collect()),
        (_, Kind::Object) => with_name(&result, NEW, OLD),
        _ => result,
    }
}

/// The object with one of its members under another name.
fn with_name<V: Value>(object: &V, from: &str, to: &str) -> V {
    let mut named = V::object();
    for name in object.keys() {
        if let Some(value) = object.get_named(&name) {
            let name = if name == from { to } else { &name };
            named.set_named(name, value);
        }
    }
    named
}
