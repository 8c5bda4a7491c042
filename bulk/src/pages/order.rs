//! How an order of records is paged.

use crate::text::joined;

/// The order that pages come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// By id: a page is told by the last id of the one before.
    ById {
        /// Whether the ids fall.
        descends: bool,
    },
    /// By another order, in which no two records are equal: a page is told by its offset.
    ByOffset(String),
}

impl Order {
    /// Reads an order, such as `date desc, id`. Without one, the model's own is not asked for
    /// either.
    pub fn of(text: &str) -> Self {
        let mut terms = text.as_bytes().split(|&byte| byte == b',');
        let [field, direction, rest] = words(terms.next().unwrap_or_default());
        let is_by_id_alone = match field {
            b"id" => terms.next().is_none() && rest.is_empty(),
            _ => text.is_empty(),
        };
        if is_by_id_alone && (direction.is_empty() || direction.eq_ignore_ascii_case(b"asc")) {
            return Self::ById { descends: false };
        }
        if is_by_id_alone && direction.eq_ignore_ascii_case(b"desc") {
            return Self::ById { descends: true };
        }
        // Records that are equal in the order given would come in any order, another one on each
        // page.
        let mut terms = text.as_bytes().split(|&byte| byte == b',');
        match terms.any(|term| words(term)[0] == b"id") {
            true => Self::ByOffset(text.to_owned()),
            false => Self::ByOffset(joined(&[text, ", id"])),
        }
    }

    /// Whether pages are told by ids that fall.
    pub fn descends(&self) -> bool {
        matches!(self, Self::ById { descends: true })
    }

    /// The operators of conditions on the id: that a record comes behind one, and that it does not.
    pub fn operators(&self) -> [&'static str; 2] {
        match self.descends() {
            true => ["<", ">="],
            false => [">", "<="],
        }
    }

    /// The order to ask for.
    pub fn text(&self) -> &str {
        match self {
            Self::ById { descends: false } => "id",
            Self::ById { descends: true } => "id desc",
            Self::ByOffset(text) => text,
        }
    }
}

/// The first two words of a term, and what comes behind them.
fn words(term: &[u8]) -> [&[u8]; 3] {
    let word = |text: &[u8]| {
        let end = text.iter().position(u8::is_ascii_whitespace);
        end.unwrap_or(text.len())
    };
    let (first, rest) = term.trim_ascii().split_at(word(term.trim_ascii()));
    let rest = rest.trim_ascii();
    let (second, rest) = rest.split_at(word(rest));
    [first, second, rest]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_behind_an_id_has_the_operator_of_the_order() {
        assert_eq!(Order::of("id").operators(), [">", "<="]);
        assert_eq!(Order::of("id desc").operators(), ["<", ">="]);
        assert_eq!(Order::of("name").operators(), [">", "<="]);
    }

    #[test]
    fn only_an_order_of_the_id_alone_is_paged_by_id() {
        for (text, descends) in [
            ("", false),
            ("id", false),
            (" id ASC ", false),
            ("id desc", true),
            ("id  DESC", true),
        ] {
            assert_eq!(Order::of(text), Order::ById { descends }, "{text}");
        }
        for text in [
            "id nulls",
            "id desc nulls last",
            "id, name",
            "name, id desc",
        ] {
            assert_eq!(Order::of(text), Order::ByOffset(text.into()), "{text}");
        }
    }

    #[test]
    fn another_order_has_the_id_added_so_that_equal_records_have_one() {
        assert_eq!(Order::of("name").text(), "name, id");
        assert_eq!(Order::of("date desc, name").text(), "date desc, name, id");
        assert_eq!(Order::of(" ").text(), " , id");
    }
}
