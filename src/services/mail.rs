//! Messages on a record's chatter: internal notes and open messages.

use super::{Caller, equals, object, strings};
use crate::crud::{id_list, options_object, wrong};
use crate::error::{Class, Error, Failure};
use crate::value::{Kind, Value, as_integer};

/// What a message says, and to whom.
pub struct Message<V> {
    /// The record's model.
    pub model: V,
    /// The record's id.
    pub res_id: i64,
    /// The body, as HTML.
    pub body: String,
    partner_ids: Option<V>,
    attachment_ids: Option<V>,
}

impl<V: Value> Message<V> {
    /// Checks what a program passes: `(model, resId, body, {partnerIds?, attachmentIds?})`, where `body` may also be
    /// an object that holds the body together with the options.
    ///
    /// # Errors
    /// `Validation` for an empty body, `Type` for anything of the wrong type.
    pub fn new(model: &V, res_id: &V, body: V, options: V) -> Result<Self, Error<V>> {
        let model = crate::crud::name("model", model.clone())?;
        let res_id = as_integer(res_id).ok_or_else(|| wrong("resId", "an integer", res_id))?;
        let options = options_object("options", options)?;
        let (body, inner) = match body.kind() {
            Kind::Object => (body.get("body").unwrap_or_else(V::undefined), body),
            _ => (body, V::object()),
        };
        let ids = |name: &'static str| {
            let given = [&options, &inner]
                .into_iter()
                .find_map(|place| place.get(name));
            let given = given.filter(|ids| ids.kind() != Kind::Null);
            given.map(|ids| id_list(name, ids)).transpose()
        };
        Ok(Self {
            model,
            res_id,
            body: ensure_html_body(&body)?,
            partner_ids: ids("partnerIds")?,
            attachment_ids: ids("attachmentIds")?,
        })
    }
}

/// Posts a note that only internal users see: the id of the new `mail.message`.
///
/// `note_subtype` remembers the id of `mail.mt_note`, which differs between databases.
///
/// # Errors
/// As the client's `searchRead` and `create`; `Missing` when the database has no `mail.mt_note`.
pub async fn post_internal_note<C: Caller>(
    client: &C,
    message: Message<C::Value>,
    note_subtype: &mut Option<i64>,
) -> Result<C::Value, Failure<C::Value>> {
    let subtype = match *note_subtype {
        Some(known) => known,
        None => *note_subtype.insert(id_of_external(client, "mail", "mt_note").await?),
    };
    let mut values = object([
        ("model", message.model),
        ("res_id", C::Value::number(message.res_id as f64)),
        ("body", C::Value::string(&message.body)),
        ("message_type", C::Value::string("comment")),
        ("subtype_id", C::Value::number(subtype as f64)),
        ("is_internal", C::Value::boolean(true)),
    ]);
    for (field, ids) in [
        ("partner_ids", message.partner_ids),
        ("attachment_ids", message.attachment_ids),
    ] {
        if let Some(ids) = ids {
            values.set(field, replace_with(ids));
        }
    }
    Ok(first(client.create("mail.message", values).await?))
}

/// Posts a message that the record's followers receive: the id of the new `mail.message`.
///
/// # Errors
/// As the client's `call`.
pub async fn post_open_message<C: Caller>(
    client: &C,
    message: Message<C::Value>,
) -> Result<C::Value, Failure<C::Value>> {
    let mut kwargs = object([
        ("body", C::Value::string(&message.body)),
        // Without this, every version escapes the HTML of a body that comes from outside.
        ("body_is_html", C::Value::boolean(true)),
        ("message_type", C::Value::string("comment")),
        ("subtype_xmlid", C::Value::string("mail.mt_comment")),
    ]);
    for (name, ids) in [
        ("partner_ids", message.partner_ids),
        ("attachment_ids", message.attachment_ids),
    ] {
        if let Some(ids) = ids {
            kwargs.set(name, ids);
        }
    }
    let ids = C::Value::array(vec![C::Value::number(message.res_id as f64)]);
    let args = C::Value::array(vec![ids]);
    Ok(first(
        client
            .call(message.model, "message_post", args, kwargs)
            .await?,
    ))
}

/// The body as HTML: what starts with a tag passes trimmed, other text is escaped and made a paragraph.
///
/// # Errors
/// `Validation` for a blank body, `Type` for what is no text.
pub fn ensure_html_body<V: Value>(body: &V) -> Result<String, Error<V>> {
    let text = match body.kind() {
        Kind::String => body.as_string().unwrap_or_default(),
        Kind::Undefined | Kind::Null => String::new(),
        _ => return Err(wrong("body", "a text", body)),
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(
            Class::Validation,
            "Message body must not be empty. Pass HTML, like '<p>Hello</p>', or plain text, which is made a paragraph",
        ));
    }
    if starts_with_tag(text) {
        return Ok(text.into());
    }
    let mut html = String::with_capacity(text.len() + 7);
    html.push_str("<p>");
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
    html.push_str("</p>");
    Ok(html)
}

/// Whether `text` opens with an HTML tag or comment, and not with a `<` that means something else: `<3`, `<a@b.c>`.
fn starts_with_tag(text: &str) -> bool {
    if text.starts_with("<!--") {
        return text.split('>').any(|before| before.ends_with("--"));
    }
    let Some(rest) = text.strip_prefix('<') else {
        return false;
    };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-')
            .len();
    let after = &rest[name..];
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && after.starts_with(|c: char| c.is_whitespace() || c == '/' || c == '>')
        && after.contains('>')
}

/// The id of the record with the external id `module.name`.
async fn id_of_external<C: Caller>(
    client: &C,
    module: &str,
    name: &str,
) -> Result<i64, Failure<C::Value>> {
    let domain = C::Value::array(vec![
        equals("module", C::Value::string(module)),
        equals("name", C::Value::string(name)),
    ]);
    let options = object([
        ("fields", strings(&["res_id"])),
        ("limit", C::Value::number(1.0)),
    ]);
    let found = client.search_read("ir.model.data", domain, options).await?;
    let record = found.items().and_then(|records| records.into_iter().next());
    record
        .and_then(|record| record.get("res_id"))
        .as_ref()
        .and_then(as_integer)
        .ok_or_else(|| {
            let what = format!(
                "The database has no record {module}.{name}; is the module '{module}' installed?"
            );
            Failure::new(Class::Missing, what)
        })
}

/// The x2many command that sets the relation to `ids`.
fn replace_with<V: Value>(ids: V) -> V {
    V::array(vec![V::array(vec![V::number(6.0), V::number(0.0), ids])])
}

/// The id in `[id]`, as Odoo 19 answers, or the id itself.
fn first<V: Value>(value: V) -> V {
    match value.items() {
        Some(items) => items.into_iter().next().unwrap_or_else(V::null),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::starts_with_tag;

    #[test]
    fn a_tag_is_told_from_a_less_than_sign() {
        for html in [
            "<p>x</p>",
            "<br/>",
            "<a href='x'>y</a>",
            "</p>x",
            "<H1 >x",
            "<my-tag>",
            "<!-- c --> x",
        ] {
            assert!(starts_with_tag(html), "{html}");
        }
        for text in [
            "<3 love",
            "< p>",
            "<",
            "<>",
            "a <b>c</b>",
            "<a@b.c> wrote",
            "<p",
            "<!-- open",
            "<1>",
        ] {
            assert!(!starts_with_tag(text), "{text}");
        }
    }
}
