//! Whether two pieces of HTML say the same. Odoo cleans and rewrites what it stores: it drops
//! scripts and handlers, closes what is open, puts bare text into a paragraph, and writes entities
//! and quotes in its own way.
//!
//! All that has a meaning in HTML is ASCII, so that it is read by its bytes.

/// What is longer, in bytes, is not looked at any closer.
const MOST_BYTES: usize = 2_000_000;

/// An entity that is longer, in bytes, is text.
const LONGEST_ENTITY: usize = 12;

/// Elements that begin a line of their own: white space beside them is none of the text.
const BLOCKS: &str = "address article aside blockquote br center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr li \
                      main nav ol p pre section table tbody td tfoot th thead tr ul";
const VOIDS: &str = "area br col embed hr img input link meta source track wbr";

/// Begins and ends a comment or a tag in the one form, and begins an attribute: bytes that no text
/// has.
const EDGE: u8 = 0xff;
const ATTRIBUTE: u8 = 0xfe;

fn is_among(words: &str, name: &[u8]) -> bool {
    let words = words.as_bytes();
    words.split(|&byte| byte == b' ').any(|word| word == name)
}

/// Where some bytes are, for the first time.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|some| some == wanted)
}

/// Whether HTML that was given and HTML that is stored say the same. `is_clean` tells that Odoo
/// drops scripts and handlers from the field.
pub fn says_the_same(given: &str, stored: &str, is_clean: bool) -> bool {
    let (given, stored) = (given.as_bytes(), stored.as_bytes());
    if given == stored {
        return true;
    }
    if given.len() + stored.len() > MOST_BYTES {
        return false;
    }
    let kept = normal(stored, is_clean);
    normal(given, is_clean) == kept
        || (!given.trim_ascii_start().starts_with(b"<")
            && normal(&[b"<p>", given, b"</p>"].concat(), is_clean) == kept)
}

/// One form for all ways to write the same HTML.
fn normal(html: &[u8], is_clean: bool) -> Vec<u8> {
    let cleaned;
    let mut rest = html;
    if is_clean {
        cleaned = without_scripts(html);
        rest = &cleaned;
    }
    let mut form = Form {
        bytes: Vec::new(),
        is_at_edge: true,
    };
    while !rest.is_empty() {
        let length = if let Some(comment) = rest.strip_prefix(b"<!--") {
            let end = find(comment, b"-->");
            let length = end.map_or(rest.len(), |at| at + b"<!---->".len());
            form.mark(&rest[..length], &[]);
            length
        } else if let Some(tag) = Tag::of(rest) {
            form.tag(&tag, is_clean);
            tag.length
        } else {
            // A `<` that begins no element is text of its own.
            let end = find(&rest[1..], b"<").map_or(rest.len(), |at| at + 1);
            let length = if rest[0] == b'<' { 1 } else { end };
            form.text(&rest[..length]);
            length
        };
        rest = &rest[length..];
    }
    form.trim_end();
    form.bytes
}

struct Form {
    bytes: Vec<u8>,
    /// Whether white space that comes now would be at the edge of a block, and so none of the text.
    is_at_edge: bool,
}

impl Form {
    /// Adds text, each run of white space as one space.
    fn text(&mut self, text: &[u8]) {
        for byte in decoded(text) {
            if !byte.is_ascii_whitespace() {
                self.bytes.push(byte);
                self.is_at_edge = false;
            } else if !self.is_at_edge && !self.bytes.ends_with(b" ") {
                self.bytes.push(b' ');
            }
        }
    }

    fn mark(&mut self, begin: &[u8], end: &[u8]) {
        self.bytes.push(EDGE);
        self.bytes.extend_from_slice(begin);
        self.bytes.extend_from_slice(end);
        self.bytes.push(EDGE);
    }

    fn tag(&mut self, tag: &Tag<'_>, is_clean: bool) {
        let name = tag.name.to_ascii_lowercase();
        let is_block = is_among(BLOCKS, &name);
        self.is_at_edge = is_block || (self.is_at_edge && !tag.is_end);
        if is_block {
            self.trim_end();
        }
        let attributes = tag.attributes.trim_ascii_end();
        let open = attributes.strip_suffix(b"/");
        if !tag.is_end {
            self.mark(&name, &attributes_of(open.unwrap_or(attributes), is_clean));
        }
        if !is_among(VOIDS, &name) && (tag.is_end || open.is_some()) {
            self.mark(b"/", &name);
        }
    }

    fn trim_end(&mut self) {
        if self.bytes.ends_with(b" ") {
            self.bytes.pop();
        }
    }
}

/// An element's beginning or end.
struct Tag<'a> {
    length: usize,
    is_end: bool,
    name: &'a [u8],
    attributes: &'a [u8],
}

impl<'a> Tag<'a> {
    /// The tag that a text begins with.
    fn of(text: &'a [u8]) -> Option<Self> {
        let rest = text.strip_prefix(b"<")?;
        let is_end = rest.starts_with(b"/");
        let rest = &rest[usize::from(is_end)..];
        if !rest.first()?.is_ascii_alphabetic() {
            return None;
        }
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_:-".contains(&byte);
        let (name, rest) = divided(rest, is_of_name);
        let mut quote = 0;
        for (at, &byte) in rest.iter().enumerate() {
            match byte {
                _ if byte == quote => quote = 0,
                _ if quote != 0 => {}
                b'"' | b'\'' => quote = byte,
                b'<' => return None,
                b'>' => {
                    return Some(Self {
                        length: text.len() - rest.len() + at + 1,
                        is_end,
                        name,
                        attributes: &rest[..at],
                    });
                }
                _ => {}
            }
        }
        None
    }
}

/// The bytes of a kind that others begin with, and the rest.
fn divided(bytes: &[u8], is_of_kind: impl Fn(u8) -> bool) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|&byte| !is_of_kind(byte));
    bytes.split_at(end.unwrap_or(bytes.len()))
}

/// Attributes in order, by one way of writing; `is_clean` leaves out the handlers, as Odoo does.
fn attributes_of(text: &[u8], is_clean: bool) -> Vec<u8> {
    let is_of_name = |byte: u8| !byte.is_ascii_whitespace() && !b"\"'<>/=".contains(&byte);
    let mut attributes: Vec<Vec<u8>> = Vec::new();
    let mut rest = text;
    loop {
        (_, rest) = divided(rest, |byte| !is_of_name(byte));
        if rest.is_empty() {
            break;
        }
        let (name, after) = divided(rest, is_of_name);
        let (value, after) = value_of(after);
        rest = after;
        let mut attribute = name.to_ascii_lowercase();
        let value = decoded(value);
        let (value, may_be_left_out) = match attribute.as_slice() {
            b"style" => (style(&value), true),
            b"class" => (single_spaced(&value), true),
            _ => (value, false),
        };
        let is_handler = is_clean && attribute.starts_with(b"on");
        if is_handler || (may_be_left_out && value.is_empty()) {
            continue;
        }
        attribute.push(b'=');
        attribute.extend_from_slice(&value);
        attributes.push(attribute);
    }
    attributes.sort_unstable();
    let mut text = Vec::new();
    for attribute in &attributes {
        text.push(ATTRIBUTE);
        text.extend_from_slice(attribute);
    }
    text
}

/// The value that follows the name of an attribute, and what comes behind it.
fn value_of(text: &[u8]) -> (&[u8], &[u8]) {
    let none = (&text[..0], text);
    let Some(given) = text.trim_ascii_start().strip_prefix(b"=") else {
        return none;
    };
    match given.trim_ascii_start() {
        [quote @ (b'"' | b'\''), inner @ ..] => match divided(inner, |byte| byte != *quote) {
            (value, [_, after @ ..]) => (value, after),
            _ => none,
        },
        given => {
            let is_inside = |byte: u8| !byte.is_ascii_whitespace() && !b"\"'>".contains(&byte);
            let (value, after) = divided(given, is_inside);
            if value.is_empty() {
                none
            } else {
                (value, after)
            }
        }
    }
}

fn style(value: &[u8]) -> Vec<u8> {
    let mut style = Vec::new();
    for rule in value.split(|&byte| byte == b';') {
        let start = style.len();
        for part in rule.split(|&byte| byte == b':') {
            style.extend_from_slice(part.trim_ascii());
            style.push(b':');
        }
        style.pop();
        if style.len() > start {
            style.push(b';');
        }
    }
    style
}

/// Words with one space between them.
fn single_spaced(text: &[u8]) -> Vec<u8> {
    let mut form = Form {
        bytes: Vec::new(),
        is_at_edge: true,
    };
    form.text(text);
    form.trim_end();
    form.bytes
}

/// A text whose entities are characters.
fn decoded(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = text;
    while let [first, after @ ..] = rest {
        rest = after;
        match entity(*first, after) {
            Some((character, length)) => {
                plain.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = &after[length..];
            }
            None => plain.push(*first),
        }
    }
    plain
}

/// The entity that a byte and those after it begin with, and how many of those after it are its
/// own.
fn entity(first: u8, after: &[u8]) -> Option<(char, usize)> {
    if first != b'&' {
        return None;
    }
    let near = &after[..after.len().min(LONGEST_ENTITY)];
    let name = &near[..find(near, b";")?];
    let character = match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        b"nbsp" => '\u{a0}',
        [b'#', b'x' | b'X', digits @ ..] => numbered(digits, 16)?,
        [b'#', digits @ ..] => numbered(digits, 10)?,
        _ => return None,
    };
    Some((character, name.len() + 1))
}

/// The character of a number.
fn numbered(digits: &[u8], base: u32) -> Option<char> {
    let mut number: u32 = 0;
    for &digit in digits {
        let digit = char::from(digit).to_digit(base)?;
        number = number.checked_mul(base)?.checked_add(digit)?;
    }
    char::from_u32(number).filter(|_| !digits.is_empty())
}

fn without_scripts(html: &[u8]) -> Vec<u8> {
    let lower = html.to_ascii_lowercase();
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(start) = find(&lower[at..], b"<script").map(|start| at + start) {
        let after = start + b"<script".len();
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        if lower.get(after).is_some_and(is_of_name) {
            kept.extend_from_slice(&html[at..after]);
            at = after;
            continue;
        }
        let Some(open) = find(&lower[after..], b">") else {
            break;
        };
        kept.extend_from_slice(&html[at..start]);
        at = end_of_script(&lower, after + open + 1);
    }
    kept.extend_from_slice(&html[at..]);
    kept
}

/// The place behind the end of a script whose contents begin at a place.
fn end_of_script(lower: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(end) = find(&lower[at..], b"</script") {
        let after = at + end + b"</script".len();
        let rest = lower[after..].trim_ascii_start();
        if rest.starts_with(b">") {
            return lower.len() - rest.len() + 1;
        }
        at = after;
    }
    lower.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_the_same_are_the_same() {
        for (given, stored) in [
            ("Hello", "<p>Hello</p>"),
            ("<p>a &amp; b</p>", "<p>a & b</p>"),
            ("<p>a&nbsp;b &#233; &#xe9;</p>", "<p>a\u{a0}b é é</p>"),
            ("<P CLASS='a  b'>x</P>", "<p class=\"a b\">x</p>"),
            (
                "<p style=\"color: red;  width:1px;\">x</p>",
                "<p style=\"color:red;width:1px\">x</p>",
            ),
            ("<p b=\"1\" a=2>x</p>", "<p a=\"2\" b=\"1\">x</p>"),
            ("<p class=\"\">x</p>", "<p>x</p>"),
            ("<div>\n  <p> x </p>\n</div>", "<div><p>x</p></div>"),
            ("a<br>b", "<p>a<br/>b</p>"),
            (
                "<p onclick=\"x()\">y</p><script>alert(1)</script>",
                "<p>y</p>",
            ),
            ("<p>y</p><SCRIPT src=x>never closed", "<p>y</p>"),
            ("<p>x</p><span/>", "<p>x</p><span></span>"),
            ("<p>1 < 2</p>", "<p>1 &lt; 2</p>"),
            ("<p>é \u{1F600}</p>", "<p>&#233; &#128512;</p>"),
        ] {
            assert!(says_the_same(given, stored, true), "{given} / {stored}");
        }
    }

    #[test]
    fn what_says_something_else_differs() {
        for (given, stored) in [
            ("<p>a</p>", "<p>b</p>"),
            ("<p>a b</p>", "<p>ab</p>"),
            ("<b>a</b> b", "<b>a</b>b"),
            ("<p class=\"a\">x</p>", "<p class=\"b\">x</p>"),
            ("<p>a</p>", "<div>a</div>"),
            ("<a href=\"/a\">x</a>", "<a href=\"/b\">x</a>"),
            ("<p>a</p><!-- x -->", "<p>a</p>"),
            ("&unknown;", "<p>unknown</p>"),
        ] {
            assert!(!says_the_same(given, stored, true), "{given} / {stored}");
        }
        assert!(!says_the_same(
            "<p>y</p><script>x</script>",
            "<p>y</p>",
            false
        ));
    }

    #[test]
    fn broken_html_of_any_kind_is_looked_at_without_a_panic() {
        for text in [
            "<",
            "<a",
            "<a b='",
            "</",
            "<!--",
            "&",
            "&;",
            "&#",
            "&#x;",
            "&#99999999999;",
            "<a =\"x\">",
            "é<é>",
            "<a b=>",
            "<script",
            "<script>é</script",
            "</script >",
        ] {
            says_the_same(text, "<p>x</p>", true);
            assert!(says_the_same(text, text, true));
        }
    }
}
