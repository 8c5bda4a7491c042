//! Values of any kind that are only stepped over.

use super::{Json, Next, Why};

impl Json<'_> {
    /// Steps over a value, however deep it is: what is open is kept in a list.
    #[inline(never)]
    pub(crate) fn skip(&self, start: usize) -> Next {
        let mut open = Vec::new();
        let mut at = start;
        loop {
            // Here a value begins.
            at = match self.byte(at) {
                b'{' => {
                    let inside = self.space(at + 1);
                    if self.byte(inside) == b'}' {
                        inside + 1
                    } else {
                        open.push(b'}');
                        at = self.key(inside)?;
                        continue;
                    }
                }
                b'[' => {
                    let inside = self.space(at + 1);
                    if self.byte(inside) == b']' {
                        inside + 1
                    } else {
                        open.push(b']');
                        at = inside;
                        continue;
                    }
                }
                _ => self.scalar(at)?,
            };
            // And here one has ended.
            loop {
                let Some(&closing) = open.last() else {
                    return Ok(at);
                };
                at = self.space(at);
                let byte = self.byte(at);
                if byte == closing {
                    open.pop();
                    at += 1;
                } else if byte == b',' {
                    at = self.space(at + 1);
                    if closing == b'}' {
                        at = self.key(at)?;
                    }
                    break;
                } else {
                    let expected = if closing == b'}' {
                        "a comma or }"
                    } else {
                        "a comma or ]"
                    };
                    return Err(self.stop(at, Why::Expected(expected)));
                }
            }
        }
    }

    /// Steps over a member's key and colon to its value.
    fn key(&self, at: usize) -> Next {
        let at = self.sign(at, b'"', "a key")?;
        let at = self.text(at)?.end + 1;
        let at = self.sign(self.space(at), b':', "a colon")?;
        Ok(self.space(at))
    }

    fn scalar(&self, at: usize) -> Next {
        match self.byte(at) {
            b'"' => self.text(at + 1).map(|text| text.end + 1),
            b't' => self.word(at, "true"),
            b'f' => self.word(at, "false"),
            b'n' => self.word(at, "null"),
            b'-' | b'0'..=b'9' | b'N' | b'I' => self.number(at).map(|(_, next)| next),
            _ => Err(self.stop(at, Why::Expected("a value"))),
        }
    }
}
