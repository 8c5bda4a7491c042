//! The smallest PDF (ISO 32000-1) that has pages with lines of text on them.

/// Makes a document with that title and those lines on its pages.
pub(crate) fn document(title: &str, pages: &[Vec<&str>]) -> Vec<u8> {
    // Objects 1 to 4 are what all pages share; then come each page and what is on it.
    let page_number = |index: usize| 5 + 2 * index;
    let kids: Vec<String> = (0..pages.len())
        .map(|index| format!("{} 0 R", page_number(index)))
        .collect();
    let mut file = File::new();
    file.object(b"<< /Type /Catalog /Pages 2 0 R >>");
    let tree = format!(
        "<< /Type /Pages /Kids [{}] /Count {} >>",
        kids.join(" "),
        pages.len()
    );
    file.object(tree.as_bytes());
    file.object(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    );
    file.object(
        &[
            b"<< /Title ",
            literal(title).as_slice(),
            b" /Producer (odoo-client-wasm) >>",
        ]
        .concat(),
    );
    for (index, lines) in pages.iter().enumerate() {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            page_number(index) + 1
        );
        file.object(page.as_bytes());
        let content = content(lines);
        let begin = format!("<< /Length {} >>\nstream\n", content.len());
        file.object(&[begin.as_bytes(), content.as_slice(), b"\nendstream"].concat());
    }
    file.end()
}

/// What draws lines of text, from the top of the page down.
fn content(lines: &[&str]) -> Vec<u8> {
    let mut content = b"BT /F1 14 Tf 20 TL 56 770 Td".to_vec();
    for line in lines {
        content.extend_from_slice(b" ");
        content.extend(literal(line));
        content.extend_from_slice(b" Tj T*");
    }
    content.extend_from_slice(b" ET");
    content
}

/// A text in brackets, as far as it is Latin-1.
fn literal(text: &str) -> Vec<u8> {
    let mut literal = vec![b'('];
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte @ (b'(' | b')' | b'\\')) => literal.extend([b'\\', byte]),
            Ok(byte @ (0x20..0x7f | 0xa0..)) => literal.push(byte),
            _ => literal.push(b'?'),
        }
    }
    literal.push(b')');
    literal
}

/// A file as it grows, and where in it each object begins.
struct File {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl File {
    fn new() -> Self {
        Self {
            // The second line tells programs that the file is no text.
            bytes: b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            places: Vec::new(),
        }
    }

    fn object(&mut self, content: &[u8]) {
        self.places.push(self.bytes.len());
        self.write(&format!("{} 0 obj\n", self.places.len()));
        self.bytes.extend_from_slice(content);
        self.write("\nendobj\n");
    }

    fn end(mut self) -> Vec<u8> {
        let start = self.bytes.len();
        let size = self.places.len() + 1;
        self.write(&format!("xref\n0 {size}\n0000000000 65535 f \n"));
        for place in std::mem::take(&mut self.places) {
            self.write(&format!("{place:010} 00000 n \n"));
        }
        self.write(&format!(
            "trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n"
        ));
        self.bytes
    }

    fn write(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(bytes: &[u8], text: &str) -> Option<usize> {
        bytes
            .windows(text.len())
            .position(|window| window == text.as_bytes())
    }

    #[test]
    fn the_table_at_the_end_tells_where_each_object_begins() {
        let file = document("A title", &[vec!["one"], vec!["two", "three"]]);
        let text = String::from_utf8_lossy(&file[position(&file, "xref\n").expect("a table")..])
            .into_owned();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "0 9");
        for number in 1..9 {
            let place: usize = lines[2 + number][..10].parse().expect("a place");
            assert!(
                file[place..].starts_with(format!("{number} 0 obj\n").as_bytes()),
                "{number}"
            );
            assert_eq!(
                lines[2 + number].len(),
                19,
                "and the end of a line makes 20"
            );
        }
        let start = lines
            .iter()
            .position(|line| *line == "startxref")
            .expect("a start");
        assert_eq!(
            lines[start + 1].parse(),
            Ok(position(&file, "xref\n").expect("a table"))
        );
    }

    #[test]
    fn a_stream_is_as_long_as_it_says() {
        let file = document("A title", &[vec!["one"]]);
        let begin = position(&file, "stream\n").expect("a stream") + 7;
        let end = position(&file, "\nendstream").expect("its end");
        assert!(position(&file, &format!("/Length {} ", end - begin)).is_some());
    }

    #[test]
    fn text_is_written_so_that_it_cannot_end_itself() {
        assert_eq!(literal("a (b) \\ é €\n"), b"(a \\(b\\) \\\\ \xe9 ??)");
    }
}
