//! `/web/content` and `/web/image`: what binary fields hold, as files.

use odoo_sandbox_orm::Content;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::dispatch::Caller;
use crate::http::{HttpRequest, HttpResponse};
use crate::page;
use crate::sandbox::Sandbox;

/// What `/web/image` shows where there is no picture: a grey dot.
const PLACEHOLDER: &[u8] = include_bytes!("files/placeholder.png");

impl Sandbox {
    /// Answers with a file.
    pub(crate) fn file(
        &self,
        request: &HttpRequest,
        caller: &Caller,
        place: &Place,
    ) -> HttpResponse {
        let query = |name: &str| request.query_parameter(name).map(decoded);
        let model = query("model").unwrap_or_else(|| place.model.clone());
        let field = query("field").unwrap_or_else(|| place.field.clone());
        let id = query("id").and_then(|id| id.parse().ok()).or(place.id);
        let database = caller.db.as_deref().and_then(|db| self.database(db));
        let content = match (database, id, &place.xml_id) {
            (Some(database), Some(id), _) => database.content(caller.uid, &model, id, &field).ok(),
            (Some(database), None, Some(xml_id)) => database
                .record_of(xml_id)
                .and_then(|(model, id)| database.content(caller.uid, &model, id, &field).ok()),
            _ => None,
        };
        let found = content.filter(|content| !content.bytes.is_empty() || content.url.is_some());
        if let Some(url) = found.as_ref().and_then(|content| content.url.clone()) {
            return HttpResponse::new(301, crate::http::HTML, "").with_header("location", url);
        }
        let (content, is_placeholder) = match found {
            Some(content) => (content, false),
            None if place.is_image => (placeholder(), true),
            None => return page::plain_not_found(),
        };
        let filename = query("filename").or_else(|| place.filename.clone());
        let is_set =
            |value: Option<String>| value.is_some_and(|value| !value.is_empty() && value != "0");
        let file = File {
            tag: tag(&content, place, &field, request, is_placeholder),
            mimetype: mimetype(&content, &model),
            name: filename.unwrap_or_else(|| named(&content, &model, is_placeholder)),
            download: is_set(query("download")),
            content,
        };
        file.answer(request)
    }
}

/// Where a path of these finds its file; a query may say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    model: String,
    id: Option<i64>,
    xml_id: Option<String>,
    field: String,
    filename: Option<String>,
    size: Option<(u32, u32)>,
    is_image: bool,
}

impl Place {
    /// Reads a path: `/web/content/<id>/<filename>`,
    /// `/web/image/<model>/<id>/<field>/<width>x<height>`, and what is shorter.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/web/")?;
        let mut segments = rest.split('/');
        let is_image = match segments.next()? {
            "content" => false,
            "image" => true,
            _ => return None,
        };
        let mut segments: Vec<&str> = segments.collect();
        let mut place = Self {
            model: "ir.attachment".to_owned(),
            id: None,
            xml_id: None,
            field: "raw".to_owned(),
            filename: None,
            size: None,
            is_image,
        };
        // An id may have a mark behind it that makes browsers forget what they kept: `12-4f6a`.
        let id = |text: &str| -> Option<i64> { text.split('-').next()?.parse().ok() };
        let named = segments.len() >= 3 && id(segments[0]).is_none() && id(segments[1]).is_some();
        if named {
            place.model = segments[0].to_owned();
            place.id = id(segments[1]);
            place.field = segments[2].to_owned();
            segments.drain(..3);
        } else if let Some(first) = segments.first() {
            place.id = id(first);
            place.xml_id = (place.id.is_none() && first.contains('.')).then(|| (*first).to_owned());
            if place.id.is_none() && place.xml_id.is_none() {
                return None;
            }
            segments.remove(0);
        }
        let size = segments.first().and_then(|size| {
            let (width, height) = size.split_once('x')?;
            width.parse().ok().zip(height.parse().ok())
        });
        if let Some(size) = size.filter(|_| is_image) {
            place.size = Some(size);
            segments.remove(0);
        }
        match segments.as_slice() {
            [] => {}
            [filename] => place.filename = Some((*filename).to_owned()),
            _ => return None,
        }
        Some(place)
    }
}

/// A file on its way out.
struct File {
    content: Content,
    tag: String,
    mimetype: String,
    name: String,
    download: bool,
}

impl File {
    fn answer(self, request: &HttpRequest) -> HttpResponse {
        let etag = format!("\"{}\"", self.tag);
        let known = request.header("if-none-match").unwrap_or_default();
        if known.split(',').any(|known| known.trim() == etag) {
            let mut response = HttpResponse::new(304, &self.mimetype, "").with_header("etag", etag);
            response.headers.retain(|(name, _)| name != "content-type");
            return guarded(response);
        }
        let kind = if self.download {
            "attachment"
        } else {
            "inline"
        };
        let disposition = format!("{kind}; {}", disposition(&self.name));
        let all = self.content.bytes.len();
        let (status, bytes, range) = match request.header("range").map(|range| part(range, all)) {
            None | Some(Part::All) => (200, self.content.bytes, None),
            Some(Part::Some(from, to)) => {
                let range = format!("bytes {from}-{}/{all}", to - 1);
                (206, self.content.bytes[from..to].to_vec(), Some(range))
            }
            Some(Part::None) => (416, Vec::new(), Some(format!("bytes */{all}"))),
        };
        let mut response = HttpResponse::new(status, &self.mimetype, bytes)
            .with_header("etag", etag)
            .with_header("content-disposition", disposition);
        if let Some(range) = range {
            response = response
                .with_header("content-range", range)
                .with_header("accept-ranges", "bytes");
        }
        guarded(response)
    }
}

fn guarded(response: HttpResponse) -> HttpResponse {
    response
        .with_header("cache-control", "no-cache, private")
        .with_header("x-content-type-options", "nosniff")
        .with_header("content-security-policy", "default-src 'none'")
}

/// What of a file was asked for.
enum Part {
    All,
    Some(usize, usize),
    None,
}

/// Reads `bytes=0-4`, `bytes=5-` or `bytes=-4`; several ranges are as good as none.
fn part(range: &str, all: usize) -> Part {
    let Some((from, to)) = range
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
    else {
        return Part::All;
    };
    let (from, to) = match (from.trim().parse::<usize>(), to.trim().parse::<usize>()) {
        (Ok(from), Ok(to)) => (from, to.saturating_add(1).min(all)),
        (Ok(from), Err(_)) if to.trim().is_empty() => (from, all),
        (Err(_), Ok(last)) if from.trim().is_empty() => (all.saturating_sub(last), all),
        _ => return Part::All,
    };
    if from < to {
        Part::Some(from, to)
    } else {
        Part::None
    }
}

fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

/// Makes the picture of the company: the sandbox's has none of its own.
pub(crate) fn company_logo() -> HttpResponse {
    HttpResponse::new(200, "image/png", PLACEHOLDER)
}

fn placeholder() -> Content {
    Content {
        bytes: PLACEHOLDER.to_vec(),
        name: "placeholder.png".to_owned(),
        mimetype: Some("image/png".to_owned()),
        url: None,
    }
}

/// The entity tag: the content's checksum, and of pictures what size was asked for.
fn tag(
    content: &Content,
    place: &Place,
    field: &str,
    request: &HttpRequest,
    is_placeholder: bool,
) -> String {
    let checksum = if is_placeholder {
        // When the server's file was made, its size, and a number that its path makes.
        format!("0-{}-0", PLACEHOLDER.len())
    } else {
        content.checksum()
    };
    if !place.is_image {
        return checksum;
    }
    let size = |name: &str, given: Option<u32>| {
        let asked = request
            .query_parameter(name)
            .and_then(|size| size.parse().ok());
        // `image_128` says itself how large it is.
        let own = field
            .rsplit_once('_')
            .and_then(|(_, size)| size.parse().ok());
        asked.or(given).or(own).unwrap_or(0)
    };
    let (width, height) = place.size.unzip();
    let (width, height): (u32, u32) = (size("width", width), size("height", height));
    let crop = request
        .query_parameter("crop")
        .is_some_and(|crop| !matches!(crop, "" | "0" | "false"));
    let crop = if crop { "True" } else { "False" };
    format!("{checksum}-{width}x{height}-crop={crop}-quality=0")
}

/// The content's type: what an attachment says, or what the first bytes look like.
fn mimetype(content: &Content, model: &str) -> String {
    let bytes = content.bytes.as_slice();
    let guessed = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        _ if bytes.starts_with(b"<svg") || bytes.starts_with(b"<?xml") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let own = content
        .mimetype
        .as_deref()
        .filter(|_| model == "ir.attachment" || content.name == "placeholder.png");
    match own.unwrap_or(guessed) {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    }
}

/// The name to save it under: records' names get an extension.
fn named(content: &Content, model: &str, is_placeholder: bool) -> String {
    if is_placeholder || model == "ir.attachment" {
        return content.name.clone();
    }
    let extension = match mimetype(content, model).as_str() {
        "image/png" => ".png",
        "image/jpeg" => ".jpg",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/svg+xml" => ".svg",
        "application/pdf" => ".pdf",
        _ => "",
    };
    format!("{}{extension}", content.name)
}

/// Writes the name of a file as a header takes it: bare, in quotes, or with what is no ASCII beside
/// it.
pub(crate) fn disposition(name: &str) -> String {
    if !name.is_ascii() {
        let ascii: String = name.chars().filter(char::is_ascii).collect();
        let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
        return format!("filename={}; filename*=UTF-8''{encoded}", quoted(&ascii));
    }
    format!("filename={}", quoted(name))
}

fn quoted(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !name.is_empty() && name.bytes().all(bare) {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_is_written_as_the_header_takes_it() {
        assert_eq!(disposition("other.png"), "filename=other.png");
        assert_eq!(
            disposition("rec \"a\".txt"),
            "filename=\"rec \\\"a\\\".txt\""
        );
        assert_eq!(
            disposition("é.txt"),
            "filename=.txt; filename*=UTF-8''%C3%A9%2Etxt"
        );
    }

    #[test]
    fn a_path_says_which_record_which_field_and_which_size() {
        let place = |path| Place::of(path).expect("a place");
        let attachment = place("/web/content/12-4f6a/a.txt");
        assert_eq!(
            (attachment.model.as_str(), attachment.id),
            ("ir.attachment", Some(12))
        );
        assert_eq!(attachment.filename.as_deref(), Some("a.txt"));
        let picture = place("/web/image/res.partner/3/image_128/64x32");
        assert_eq!(
            (picture.field.as_str(), picture.size),
            ("image_128", Some((64, 32)))
        );
        assert_eq!(
            place("/web/content/base.logo").xml_id.as_deref(),
            Some("base.logo")
        );
        assert_eq!(place("/web/image").id, None);
        for path in ["/web/content/x", "/web/image/1/2/3/4/5", "/web/static/x.js"] {
            assert_eq!(Place::of(path), None, "{path}");
        }
    }

    #[test]
    fn a_range_is_a_part_of_what_there_is() {
        let read = |range| match part(range, 13) {
            Part::All => None,
            Part::Some(from, to) => Some((from, to)),
            Part::None => Some((0, 0)),
        };
        assert_eq!(read("bytes=0-4"), Some((0, 5)));
        assert_eq!(read("bytes=5-"), Some((5, 13)));
        assert_eq!(read("bytes=-4"), Some((9, 13)));
        assert_eq!(read("bytes=4-99"), Some((4, 13)));
        assert_eq!(read("bytes=20-30"), Some((0, 0)));
        assert_eq!(read("bytes=0-1,3-4"), None);
        assert_eq!(read("lines=1-2"), None);
    }
}
