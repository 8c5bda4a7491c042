//! Messages on a record's chatter: internal notes and open messages.

use std::future::Future;

use super::{Caller, equals, first, strings};
use crate::arguments::{
    call_options, dotted_name, id_list, options as read_options, options_object, wrong,
};
use crate::error::{Class, Error, Failure};
use crate::text;
use crate::value::{Given, Kind, Value, as_integer};

/// What may be said with a message besides its body, and the options of every call.
pub const OPTIONS: &str = call_options!("partnerIds attachmentIds");
/// The same, in an object that holds the body as well.
const WITH_BODY: &str = "body partnerIds attachmentIds";

/// What a message says, and to whom.
pub struct Message<V> {
    /// The record's model.
    pub model: V,
    /// The record's id.
    pub res_id: i64,
    /// The body, as HTML.
    pub body: String,
    /// `partner_ids` and `attachment_ids`, as far as they are given: lists of ids.
    relations: Vec<(&'static str, V)>,
}

impl<V: Given> Message<V> {
    /// Checks what a program passes: `(model, resId, body, {partnerIds?, attachmentIds?})`, where
    /// `body` may also be an object that holds the body together with the options.
    ///
    /// # Errors
    /// `Validation` for an empty body, `Type` for anything of the wrong type.
    pub fn new(model: &V, res_id: &V, body: V, options: V) -> Result<Self, Error<V>> {
        let model = dotted_name("model", model.clone())?;
        let res_id = as_integer(res_id).ok_or_else(|| wrong("resId", "an integer", res_id))?;
        let options = options_object("options", options)?;
        let (body, inner) = match body.kind() {
            Kind::Object => {
                let read = read_options("body", body, WITH_BODY)?;
                (read.get("body").unwrap_or_else(V::undefined), read)
            }
            _ => (body, V::object()),
        };
        let mut message = Self {
            model,
            res_id,
            body: ensure_html_body(&body)?,
            relations: Vec::new(),
        };
        for (name, field) in [
            ("partnerIds", "partner_ids"),
            ("attachmentIds", "attachment_ids"),
        ] {
            let given = options.get(name).or_else(|| inner.get(name));
            if let Some(ids) = given.filter(|ids| ids.kind() != Kind::Null) {
                message.relations.push((field, id_list(name, ids)?));
            }
        }
        Ok(message)
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
        None => {
            let found = find_external(client, "mail", "mt_note").await?;
            let id = first(&found).and_then(|record| record.get("res_id"));
            let id = id.as_ref().and_then(as_integer);
            let missing = || Error::new(Class::Missing, NO_NOTE_SUBTYPE).before_sending();
            *note_subtype.insert(id.ok_or_else(missing)?)
        }
    };
    let mut values = C::Value::object()
        .with("model", message.model)
        .with("res_id", C::Value::number(message.res_id as f64))
        .with("body", C::Value::string(&message.body))
        .with("message_type", C::Value::string("comment"))
        .with("subtype_id", C::Value::number(subtype as f64))
        .with("is_internal", C::Value::boolean(true));
    for (field, ids) in message.relations {
        values.set(field, replace_with(ids));
    }
    let created = client.create("mail.message", values).await?;
    Ok(id_of(created))
}

/// Posts a message that the record's followers receive: the id of the new `mail.message`.
///
/// # Errors
/// As the client's `call`.
pub async fn post_open_message<C: Caller>(
    client: &C,
    message: Message<C::Value>,
) -> Result<C::Value, Failure<C::Value>> {
    let mut kwargs = C::Value::object()
        .with("body", C::Value::string(&message.body))
        // Without this, every version escapes the HTML of a body that comes from outside.
        .with("body_is_html", C::Value::boolean(true))
        .with("message_type", C::Value::string("comment"))
        .with("subtype_xmlid", C::Value::string("mail.mt_comment"));
    for (field, ids) in message.relations {
        kwargs.set(field, ids);
    }
    let id = C::Value::number(message.res_id as f64);
    let args = C::Value::one(C::Value::one(id));
    let posted = client.call(message.model, "message_post", args, kwargs);
    Ok(id_of(posted.await?))
}

/// The body as HTML: what starts with a tag passes trimmed, other text is escaped and made a
/// paragraph.
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
        )
        .before_sending());
    }
    if starts_with_tag(text) {
        return Ok(text.into());
    }
    let mut html = String::with_capacity(text.len() + 7);
    html.push_str("<p>");
    let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'\n' | b'\r');
    let mut rest = text;
    while let Some(at) = text::position(rest, is_special) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            // The two characters of a line's end are one.
            b'\r' if rest[at + 1..].starts_with('\n') => "",
            _ => "<br>",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
    html.push_str("</p>");
    Ok(html)
}

/// Whether `text` opens with an HTML tag or comment, and not with a `<` that means something else:
/// `<3`, `<a@b.c>`, `<TODO>`, `<Ada Lovelace>`. A browser takes the latter for elements that it
/// does not know, and shows nothing of them.
fn starts_with_tag(text: &str) -> bool {
    if text.starts_with("<!--") {
        let mut places = text.as_bytes().windows(3);
        return places.any(|place| place == b"-->") || text.ends_with("--");
    }
    let Some(rest) = text.strip_prefix('<') else {
        return false;
    };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric();
    let end = text::position(rest, |byte| !is_of_name(byte)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    // The text is trimmed at its end: what `trim` takes away is the white space that ends the name.
    let ends_well = after.starts_with('/') || after.starts_with('>') || after.trim() != after;
    ends_well
        && text::is_word_of(ELEMENTS, name)
        && text::position(after, |byte| byte == b'>').is_some()
}

/// The elements of the [HTML
/// standard](https://html.spec.whatwg.org/multipage/indices.html#elements-3), and the obsolete ones
/// that browsers and mail programs still write; a space follows each.
const ELEMENTS: &str = "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body \
    br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed \
    fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input \
    ins kbd label legend li link main map mark marquee math menu meta meter nav nobr noscript object ol optgroup option output \
    p param picture pre progress q rp rt ruby s samp script search section select slot small source span strike strong style \
    sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr ";

const NO_NOTE_SUBTYPE: &str =
    "The database has no record mail.mt_note; is the module 'mail' installed?";

/// Reads which record has the external id `module.name`: a list of it, or of nothing.
fn find_external<C: Caller>(
    client: &C,
    module: &str,
    name: &str,
) -> impl Future<Output = Result<C::Value, Failure<C::Value>>> {
    let domain = C::Value::two(
        equals("module", C::Value::string(module)),
        equals("name", C::Value::string(name)),
    );
    let options = C::Value::object()
        .with("fields", strings(&["res_id"]))
        .with("limit", C::Value::number(1.0));
    client.search_read("ir.model.data", domain, options)
}

/// The x2many command that sets the relation to `ids`.
fn replace_with<V: Value>(ids: V) -> V {
    V::one(V::array(vec![V::number(6.0), V::number(0.0), ids]))
}

/// The id in `[id]`, as Odoo 19 answers, or the id itself.
fn id_of<V: Value>(value: V) -> V {
    match value.kind() {
        Kind::Array => value.item(0).unwrap_or_else(V::null),
        _ => value,
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
            "<h6>x",
            "<wbr>",
            "<A HREF='x'>y</A>",
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
            "<TODO> call back",
            "<Ada Lovelace> called",
            "</TODO>",
            "<my-tag>",
            "<h7>x",
            "<pp>x",
            "<to-do> x",
            "<b.c> x",
            "<br",
        ] {
            assert!(!starts_with_tag(text), "{text}");
        }
    }
}
