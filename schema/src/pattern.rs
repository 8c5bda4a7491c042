//! Patterns of model names, such as `sale.*`.

/// Takes a list of patterns apart: by commas or white space.
pub fn list(patterns: &str) -> Vec<String> {
    let parts = patterns.split(|char: char| char == ',' || char.is_whitespace());
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Tells whether a name matches: `*` is any text, `?` any character. `sale.*` matches
/// `sale.order.line` too.
pub fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut part) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < name.len() {
        match pattern.get(part) {
            Some('*') => {
                part += 1;
                retry = Some((part, at));
            }
            Some(char) if *char == '?' || *char == name[at] => {
                (at, part) = (at + 1, part + 1);
            }
            _ => match retry {
                Some((after, from)) => {
                    (part, at) = (after, from + 1);
                    retry = Some((after, at));
                }
                None => return false,
            },
        }
    }
    pattern[part..].iter().all(|char| *char == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_models_as_files_are_named() {
        assert!(matches("sale.*", "sale.order.line"));
        assert!(matches("*.line", "sale.order.line"));
        assert!(matches("res.partner", "res.partner"));
        assert!(matches("*", "x_custom"));
        assert!(matches("res.?artner", "res.partner"));
        assert!(!matches("sale.*", "sale"));
        assert!(!matches("res.partner", "res.partner.bank"));
        assert!(!matches("*.lines", "sale.order.line"));
        assert_eq!(
            list(" sale.*, res.partner\ncrm.lead,"),
            ["sale.*", "res.partner", "crm.lead"]
        );
    }
}
