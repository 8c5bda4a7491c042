//! SQL patterns: `%` is any text, `_` any character, `\` takes the next one literally. The sandbox
//! searches with them as well.

/// A pattern, ready to be matched.
#[derive(Clone, Debug)]
pub struct Pattern {
    parts: Vec<Part>,
    ignore_case: bool,
    /// The text between the outer `%` signs when that is all the pattern says: the usual `%text%`.
    infix: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Char(char),
    One,
    Any,
}

fn folded(char: char) -> char {
    let mut lower = char.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => char,
    }
}

impl Pattern {
    /// Reads a pattern.
    pub fn new(text: &str, ignore_case: bool) -> Self {
        let mut parts = Vec::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(char) = chars.next() {
            let part = match char {
                '%' => Part::Any,
                '_' => Part::One,
                '\\' => Part::Char(chars.next().unwrap_or('\\')),
                char => Part::Char(char),
            };
            let part = match part {
                Part::Char(char) if ignore_case => Part::Char(folded(char)),
                part => part,
            };
            if part != Part::Any || parts.last() != Some(&Part::Any) {
                parts.push(part);
            }
        }
        let infix = match parts.as_slice() {
            [Part::Any, middle @ .., Part::Any] => middle
                .iter()
                .map(|part| match part {
                    Part::Char(char) => Some(*char),
                    _ => None,
                })
                .collect(),
            _ => None,
        };
        Self {
            parts,
            ignore_case,
            infix,
        }
    }

    /// Reads the value of a `like` condition: found anywhere in the text.
    pub fn anywhere(text: &str, ignore_case: bool) -> Self {
        Self::new(&format!("%{text}%"), ignore_case)
    }

    /// Tells whether a text fits the pattern.
    pub fn matches(&self, text: &str) -> bool {
        match &self.infix {
            Some(infix) if !self.ignore_case => text.contains(infix.as_str()),
            Some(infix) if infix.is_ascii() && text.is_ascii() => {
                contains_ignoring_case(text, infix)
            }
            _ => self.matches_slowly(text),
        }
    }

    /// Goes back only to the last `%`, so that the time is at most pattern × text.
    fn matches_slowly(&self, text: &str) -> bool {
        let chars: Vec<char> = if self.ignore_case {
            text.chars().map(folded).collect()
        } else {
            text.chars().collect()
        };
        let (mut at, mut part) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while at < chars.len() {
            let fits = match self.parts.get(part) {
                Some(Part::Any) => {
                    part += 1;
                    retry = Some((part, at));
                    continue;
                }
                Some(Part::One) => true,
                Some(Part::Char(char)) => *char == chars[at],
                None => false,
            };
            if fits {
                (at, part) = (at + 1, part + 1);
            } else if let Some((after_any, from)) = retry {
                (part, at) = (after_any, from + 1);
                retry = Some((after_any, at));
            } else {
                return false;
            }
        }
        self.parts[part..].iter().all(|part| *part == Part::Any)
    }
}

/// Short texts are looked for place by place, long ones in a copy, so that no pattern takes text ×
/// pattern.
fn contains_ignoring_case(text: &str, lowercase: &str) -> bool {
    if lowercase.len() > 64 {
        return text.to_ascii_lowercase().contains(lowercase);
    }
    let (text, lowercase) = (text.as_bytes(), lowercase.as_bytes());
    lowercase.is_empty()
        || text
            .windows(lowercase.len())
            .any(|window| window.eq_ignore_ascii_case(lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percent_underscore_and_backslash_mean_what_they_mean_in_sql() {
        assert!(Pattern::new("a%c", false).matches("abc"));
        assert!(!Pattern::new("a_c", false).matches("abbc"));
        assert!(Pattern::new(r"50\%", false).matches("50%"));
        assert!(!Pattern::new(r"50\%", false).matches("500"));
        assert!(Pattern::anywhere("ÉTÉ", true).matches("un été indien"));
        assert!(Pattern::anywhere("a%b", true).matches("xxAyyByy"));
    }

    fn naive(parts: &[Part], text: &[char]) -> bool {
        match (parts.split_first(), text.split_first()) {
            (None, None) => true,
            (Some((Part::Any, rest)), None) => naive(rest, text),
            (Some((Part::Any, rest)), Some((_, tail))) => naive(rest, text) || naive(parts, tail),
            (Some((Part::One, rest)), Some((_, tail))) => naive(rest, tail),
            (Some((Part::Char(char), rest)), Some((head, tail))) => {
                char == head && naive(rest, tail)
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn matching_agrees_with_trying_everything(pattern in "[ab%_\\\\]{0,8}", text in "[abAB%]{0,10}", ignore_case: bool) {
            let pattern = Pattern::new(&pattern, ignore_case);
            let chars: Vec<char> = if ignore_case { text.to_lowercase().chars().collect() } else { text.chars().collect() };
            prop_assert_eq!(pattern.matches(&text), naive(&pattern.parts, &chars));
        }
    }
}
