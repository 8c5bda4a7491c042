//! Takes Python text apart.

use crate::Fault;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Integer(i64),
    Float(f64),
    Text(String),
    Sign(&'static str),
    End,
}

/// Longer signs first.
const SIGNS: [&str; 24] = [
    "**", "//", "==", "!=", "<>", "<=", ">=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "+",
    "-", "*", "/", "%", "<", ">", "=",
];

/// Whether a name may have it. Beyond ASCII that is all but what only divides text, such as the
/// quotation marks of an office program: the tables of letters weigh more than they tell here.
fn is_of_name(char: char) -> bool {
    match char {
        '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' => false,
        char => char == '_' || char.is_ascii_alphanumeric() || !char.is_ascii(),
    }
}

/// The tokens, each with the place it begins at, in characters.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, Fault> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    let mut tokens = Vec::new();
    while let Some(&char) = chars.get(at) {
        let from = at;
        if char.is_whitespace() || char == '\\' && chars.get(at + 1) == Some(&'\n') {
            at += 1;
            continue;
        }
        if char == '#' {
            while chars.get(at).is_some_and(|char| *char != '\n') {
                at += 1;
            }
            continue;
        }
        let token = if is_of_name(char) && !char.is_ascii_digit() {
            while chars.get(at).is_some_and(|char| is_of_name(*char)) {
                at += 1;
            }
            let name: String = chars[from..at].iter().collect();
            let quoted = matches!(chars.get(at), Some('\'' | '"'));
            match name.to_lowercase().as_str() {
                "r" if quoted => Token::Text(quotation(&chars, &mut at, true)?),
                "u" if quoted => Token::Text(quotation(&chars, &mut at, false)?),
                _ => Token::Name(name),
            }
        } else if char.is_ascii_digit()
            || char == '.' && chars.get(at + 1).is_some_and(char::is_ascii_digit)
        {
            number(&chars, &mut at)?
        } else if matches!(char, '\'' | '"') {
            Token::Text(quotation(&chars, &mut at, false)?)
        } else {
            let sign = SIGNS.iter().find(|sign| {
                sign.chars()
                    .enumerate()
                    .all(|(index, char)| chars.get(at + index) == Some(&char))
            });
            let sign = sign.ok_or_else(|| {
                Fault::new(format!(
                    "\"{char}\" at character {} is not part of an expression.",
                    at + 1
                ))
            })?;
            at += sign.len();
            Token::Sign(sign)
        };
        tokens.push((token, from));
    }
    tokens.push((Token::End, chars.len()));
    Ok(tokens)
}

fn number(chars: &[char], at: &mut usize) -> Result<Token, Fault> {
    let from = *at;
    let mut is_float = false;
    while let Some(&char) = chars.get(*at) {
        match char {
            '0'..='9' | '_' => {}
            '.' => is_float = true,
            'e' | 'E' => {
                is_float = true;
                if matches!(chars.get(*at + 1), Some('+' | '-')) {
                    *at += 1;
                }
            }
            _ => break,
        }
        *at += 1;
    }
    let text: String = chars[from..*at]
        .iter()
        .filter(|char| **char != '_')
        .collect();
    let malformed = |_| {
        Fault::new(format!(
            "\"{text}\" at character {} is not a number.",
            from + 1
        ))
    };
    Ok(if is_float {
        Token::Float(
            text.parse()
                .map_err(|error: std::num::ParseFloatError| malformed(error.to_string()))?,
        )
    } else {
        Token::Integer(
            text.parse()
                .map_err(|error: std::num::ParseIntError| malformed(error.to_string()))?,
        )
    })
}

/// Reads a string, the place being at its first quote.
fn quotation(chars: &[char], at: &mut usize, raw: bool) -> Result<String, Fault> {
    let from = *at;
    let quote = chars[from];
    let is_long = chars.get(from + 1) == Some(&quote) && chars.get(from + 2) == Some(&quote);
    let width = if is_long { 3 } else { 1 };
    *at += width;
    let open = || {
        Fault::new(format!(
            "The text that begins at character {} has no end.",
            from + 1
        ))
    };
    let mut text = String::new();
    loop {
        let char = *chars.get(*at).ok_or_else(open)?;
        if char == quote && (0..width).all(|index| chars.get(*at + index) == Some(&quote)) {
            *at += width;
            return Ok(text);
        }
        *at += 1;
        if char == '\n' && !is_long {
            return Err(open());
        }
        if char != '\\' {
            text.push(char);
            continue;
        }
        let escaped = *chars.get(*at).ok_or_else(open)?;
        *at += 1;
        if raw {
            text.extend(['\\', escaped]);
            continue;
        }
        let mut code = |length: usize| {
            let digits: String = chars.get(*at..*at + length)?.iter().collect();
            *at += length;
            char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
        };
        match escaped {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            '0' => text.push('\0'),
            '\n' => {}
            '\\' | '\'' | '"' => text.push(escaped),
            'x' => text.push(code(2).ok_or_else(open)?),
            'u' => text.push(code(4).ok_or_else(open)?),
            'U' => text.push(code(8).ok_or_else(open)?),
            other => text.extend(['\\', other]),
        }
    }
}
