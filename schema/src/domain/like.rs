//! SQL patterns: `%` is any text, `_` any character, `\` takes the next one literally.

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Char(char),
    One,
    Any,
}

/// Lower case where that is one character, as the database compares.
fn folded(char: char) -> char {
    let mut lower = char.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => char,
    }
}

/// Tells whether a text fits a pattern as a whole; or, `anywhere`, whether a part of it does.
pub(super) fn matches(pattern: &str, text: &str, ignore_case: bool, anywhere: bool) -> bool {
    let fold = |char| if ignore_case { folded(char) } else { char };
    let mut parts = Vec::new();
    if anywhere {
        parts.push(Part::Any);
    }
    let around = if anywhere { "%" } else { "" };
    let written = format!("{pattern}{around}");
    let mut chars = written.chars();
    while let Some(char) = chars.next() {
        parts.push(match char {
            '%' => Part::Any,
            '_' => Part::One,
            '\\' => Part::Char(fold(chars.next().unwrap_or('\\'))),
            char => Part::Char(fold(char)),
        });
    }
    let text: Vec<char> = text.chars().map(fold).collect();
    let (mut at, mut part) = (0, 0);
    // Back to the last `%` only: the time is at most pattern × text.
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        let fits = match parts.get(part) {
            Some(Part::Any) => {
                part += 1;
                retry = Some((part, at));
                continue;
            }
            Some(Part::One) => true,
            Some(Part::Char(char)) => *char == text[at],
            None => false,
        };
        if fits {
            (at, part) = (at + 1, part + 1);
        } else if let Some((after, from)) = retry {
            (part, at) = (after, from + 1);
            retry = Some((after, at));
        } else {
            return false;
        }
    }
    parts[part..].iter().all(|part| *part == Part::Any)
}
