//! HTML as Odoo stores it: without what runs, and with a paragraph around bare text.

/// Elements that go with everything in them.
const KILLED: [&str; 12] = [
    "base", "embed", "frame", "head", "iframe", "link", "meta", "noscript", "object", "script",
    "style", "title",
];
/// Elements whose content stays.
const UNWRAPPED: [&str; 4] = ["html", "body", "!doctype", "form"];
/// Elements that have no content.
const EMPTY: [&str; 6] = ["base", "embed", "frame", "link", "meta", "!doctype"];
/// Attributes that hold an address.
const ADDRESSES: [&str; 5] = ["href", "src", "action", "formaction", "xlink:href"];

/// Cleans HTML as far as a reader notices: what runs goes, and bare text becomes a paragraph.
pub(crate) fn sanitized(text: &str) -> String {
    let clean = cleaned(text);
    if clean.trim().is_empty() || clean.trim_start().starts_with('<') {
        clean
    } else {
        format!("<p>{clean}</p>")
    }
}

fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        clean.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some(tag) = Tag::at(rest) else {
            clean.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if KILLED.contains(&tag.name.as_str()) {
            if !tag.closes && !EMPTY.contains(&tag.name.as_str()) {
                rest = behind(rest, &tag.name);
            }
        } else if !UNWRAPPED.contains(&tag.name.as_str()) {
            clean.push_str(&tag.written());
        }
    }
    clean.push_str(rest);
    clean
}

/// What comes behind the end of an element.
fn behind<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(start) = rest.find("</") {
        rest = &rest[start + 2..];
        let same = rest
            .get(..name.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(name));
        if same {
            return rest.split_once('>').map_or("", |(_, rest)| rest);
        }
    }
    ""
}

struct Tag<'t> {
    name: String,
    closes: bool,
    length: usize,
    /// As it was written.
    text: &'t str,
    attributes: Vec<(&'t str, Option<&'t str>)>,
}

impl<'t> Tag<'t> {
    /// Reads the tag a text begins with.
    fn at(text: &'t str) -> Option<Self> {
        let closes = text.starts_with("</");
        let inner = &text[if closes { 2 } else { 1 }..];
        let first = inner.chars().next()?;
        if !first.is_ascii_alphabetic() && first != '!' {
            return None;
        }
        let name_end = inner
            .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
            .unwrap_or(inner.len());
        let name = inner[..name_end].to_ascii_lowercase();
        let mut attributes = Vec::new();
        let mut rest = &inner[name_end..];
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                break;
            }
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
                .unwrap_or(rest.len());
            // A stray equals sign is a name of its own.
            let (attribute, after) =
                rest.split_at(end.max(rest.chars().next().map_or(0, char::len_utf8)));
            let spaced = after.trim_start();
            rest = after;
            let mut value = None;
            if let Some(given) = spaced.strip_prefix('=') {
                let given = given.trim_start();
                let quote = given.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (text, after) = match quote {
                    Some(quote) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
                    None => given.split_at(
                        given
                            .find(|c: char| c.is_whitespace() || c == '>')
                            .unwrap_or(given.len()),
                    ),
                };
                (value, rest) = (Some(text), after);
            }
            attributes.push((attribute, value));
        }
        let length = text.len() - rest.len();
        Some(Self {
            name,
            closes,
            length,
            text: &text[..length],
            attributes,
        })
    }

    /// Writes the tag, without attributes that run.
    fn written(&self) -> String {
        let runs = |(name, value): &(&str, Option<&str>)| {
            let name = name.to_ascii_lowercase();
            let value = value.unwrap_or_default().trim_start().to_ascii_lowercase();
            let address = ADDRESSES.contains(&name.as_str())
                && ["javascript:", "vbscript:", "data:text"]
                    .iter()
                    .any(|scheme| value.starts_with(scheme));
            name.starts_with("on") || name == "srcdoc" || address
        };
        if !self.attributes.iter().any(runs) {
            return self.text.to_owned();
        }
        let kept = self.attributes.iter().filter(|attribute| !runs(attribute));
        let attributes: String = kept
            .map(|(name, value)| match value {
                Some(value) => format!(" {name}=\"{}\"", value.replace('"', "&quot;")),
                None => format!(" {name}"),
            })
            .collect();
        let end = if self.text.ends_with("/>") { "/>" } else { ">" };
        format!("<{}{attributes}{end}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_goes_and_what_is_read_stays() {
        for (given, stored) in [
            (
                "<p>a <b class=\"x\">b</b></p>",
                "<p>a <b class=\"x\">b</b></p>",
            ),
            (
                "<script>alert(1)</script><p onclick=\"x()\">a</p>",
                "<p>a</p>",
            ),
            ("<SCRIPT src=x></SCRIPT >b", "<p>b</p>"),
            ("<p>a<iframe src='x'>y</iframe>b</p>", "<p>ab</p>"),
            (
                "<a HREF='javascript:x' class=y>a</a>",
                "<a class=\"y\">a</a>",
            ),
            ("<img src=\"x\" onerror=alert(1)>", "<img src=\"x\">"),
            ("<img src=x onerror=alert(1) />", "<img src=\"x\"/>"),
            ("<!-- a --><p>b</p>", "<p>b</p>"),
            ("<html><body><p>a</p></body></html>", "<p>a</p>"),
            ("a < b", "<p>a < b</p>"),
            ("<script>never closed", ""),
            (
                "<p title='a \"b\"' onx>c</p>",
                "<p title=\"a &quot;b&quot;\">c</p>",
            ),
            ("", ""),
        ] {
            assert_eq!(sanitized(given), stored, "{given}");
        }
    }

    #[test]
    fn nothing_that_is_cut_anywhere_panics() {
        let text = "<a href='é' =x on=é/><!-- é --></é><script é>é</script><é <b é=\"é\" / x>";
        for (at, _) in text.char_indices() {
            sanitized(&text[..at]);
            sanitized(&text[at..]);
        }
    }
}
