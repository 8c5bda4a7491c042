//! Reads Python text into a tree of expressions.

use super::lex::{Token, tokens};
use crate::Fault;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    None,
    Flag(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Name(String),
    List(Vec<Expression>),
    Dictionary(Vec<(Expression, Expression)>),
    Member(Box<Expression>, String),
    Item(Box<Expression>, Box<Expression>),
    Call(Box<Expression>, Vec<Expression>, Vec<(String, Expression)>),
    /// A sign or word between two, or before one.
    Two(&'static str, Box<Expression>, Box<Expression>),
    One(&'static str, Box<Expression>),
    /// Condition, then, else.
    Choice(Box<[Expression; 3]>),
}

/// Expressions within expressions, no more than this.
const DEEPEST: usize = 100;

/// Signs, members and calls, all in all, no more than this.
const MOST_LINKS: usize = 2_000;

pub(super) fn read(text: &str) -> Result<Expression, Fault> {
    let mut reader = Reader {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
        links: 0,
    };
    let expression = match reader.tuple()? {
        // A domain may be written without brackets around its terms.
        (items, true) => Expression::List(items),
        (mut items, false) => items.pop().unwrap_or(Expression::None),
    };
    match reader.peek() {
        Token::End => Ok(expression),
        _ => Err(reader.unexpected()),
    }
}

struct Reader {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
    /// How many signs, members and calls there are: chains of them are as deep as they are long.
    links: usize,
}

/// The levels of signs, the weakest first.
const LEVELS: [&[&str]; 4] = [
    &[
        "==", "!=", "<>", "<", "<=", ">", ">=", "in", "not in", "is", "is not",
    ],
    &["+", "-"],
    &["*", "/", "//", "%"],
    &["**"],
];

impl Reader {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn unexpected(&self) -> Fault {
        let (token, place) = &self.tokens[self.at];
        match token {
            Token::End => Fault::new("The expression ends too early."),
            _ => Fault::new(format!(
                "What is at character {} does not belong there.",
                place + 1
            )),
        }
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is_it = match self.peek() {
            Token::Sign(found) => *found == sign,
            Token::Name(found) => found == sign,
            _ => false,
        };
        self.at += usize::from(is_it);
        is_it
    }

    fn link(&mut self) -> Result<(), Fault> {
        self.links += 1;
        if self.links > MOST_LINKS {
            return Err(Fault::new("The expression is too long."));
        }
        Ok(())
    }

    fn expect(&mut self, sign: &str) -> Result<(), Fault> {
        if self.takes(sign) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    /// Expressions with commas between, and whether there was a comma.
    fn tuple(&mut self) -> Result<(Vec<Expression>, bool), Fault> {
        let mut items = vec![self.expression()?];
        let mut is_tuple = false;
        while self.takes(",") {
            is_tuple = true;
            if matches!(self.peek(), Token::Sign(")" | "]" | "}") | Token::End) {
                break;
            }
            items.push(self.expression()?);
        }
        Ok((items, is_tuple))
    }

    fn expression(&mut self) -> Result<Expression, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::new("The expression is nested too deeply."));
        }
        let then = self.either()?;
        let read = if self.takes("if") {
            let condition = self.either()?;
            self.expect("else")?;
            let other = self.expression()?;
            Expression::Choice(Box::new([condition, then, other]))
        } else {
            then
        };
        self.depth -= 1;
        Ok(read)
    }

    fn either(&mut self) -> Result<Expression, Fault> {
        let mut left = self.both()?;
        while self.takes("or") {
            self.link()?;
            left = Expression::Two("or", Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Expression, Fault> {
        let mut left = self.denied()?;
        while self.takes("and") {
            self.link()?;
            left = Expression::Two("and", Box::new(left), Box::new(self.denied()?));
        }
        Ok(left)
    }

    fn denied(&mut self) -> Result<Expression, Fault> {
        let mut denials = 0;
        while self.takes("not") {
            denials += 1;
        }
        let inner = self.level(0)?;
        // Two denials make a truth value; more of them make nothing else.
        let denials = if denials > 2 {
            2 - denials % 2
        } else {
            denials
        };
        Ok((0..denials).fold(inner, |inner, _| Expression::One("not", Box::new(inner))))
    }

    fn sign_of(&mut self, level: usize) -> Option<&'static str> {
        let at = self.at;
        let word = match self.peek() {
            Token::Sign(sign) => (*sign).to_owned(),
            Token::Name(name) if name == "not" => {
                self.at += 1;
                if self.takes("in") {
                    self.at -= 1;
                    "not in".to_owned()
                } else {
                    self.at = at;
                    return None;
                }
            }
            Token::Name(name) if name == "is" => {
                self.at += 1;
                let denied = self.takes("not");
                self.at -= 1;
                if denied { "is not" } else { "is" }.to_owned()
            }
            Token::Name(name) => name.clone(),
            _ => return None,
        };
        let found = LEVELS[level].iter().find(|sign| **sign == word).copied();
        match found {
            Some(_) => self.at += 1,
            None => self.at = at,
        }
        found
    }

    fn level(&mut self, level: usize) -> Result<Expression, Fault> {
        if level == LEVELS.len() {
            return self.signed();
        }
        let mut left = self.level(level + 1)?;
        while let Some(sign) = self.sign_of(level) {
            self.link()?;
            left = Expression::Two(sign, Box::new(left), Box::new(self.level(level + 1)?));
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, Fault> {
        if self.takes("-") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(Fault::new("The expression is nested too deeply."));
            }
            let inner = self.signed()?;
            self.depth -= 1;
            return Ok(Expression::One("-", Box::new(inner)));
        }
        if self.takes("+") {
            return self.signed();
        }
        self.primary()
    }

    fn primary(&mut self) -> Result<Expression, Fault> {
        let mut inner = self.atom()?;
        loop {
            if matches!(self.peek(), Token::Sign("." | "[" | "(")) {
                self.link()?;
            }
            if self.takes(".") {
                let Token::Name(name) = self.peek().clone() else {
                    return Err(self.unexpected());
                };
                self.at += 1;
                inner = Expression::Member(Box::new(inner), name);
            } else if self.takes("[") {
                let key = self.expression()?;
                self.expect("]")?;
                inner = Expression::Item(Box::new(inner), Box::new(key));
            } else if self.takes("(") {
                let (args, named) = self.arguments()?;
                inner = Expression::Call(Box::new(inner), args, named);
            } else {
                return Ok(inner);
            }
        }
    }

    #[allow(clippy::type_complexity)]
    fn arguments(&mut self) -> Result<(Vec<Expression>, Vec<(String, Expression)>), Fault> {
        let (mut args, mut named) = (Vec::new(), Vec::new());
        while !self.takes(")") {
            let name = match (self.peek().clone(), self.tokens.get(self.at + 1)) {
                (Token::Name(name), Some((Token::Sign("="), _))) => {
                    self.at += 2;
                    Some(name)
                }
                _ => None,
            };
            let value = self.expression()?;
            match name {
                Some(name) => named.push((name, value)),
                None => args.push(value),
            }
            if !self.takes(",") {
                self.expect(")")?;
                break;
            }
        }
        Ok((args, named))
    }

    fn atom(&mut self) -> Result<Expression, Fault> {
        let token = self.peek().clone();
        self.at += 1;
        Ok(match token {
            Token::Integer(number) => Expression::Integer(number),
            Token::Float(number) => Expression::Float(number),
            Token::Text(mut text) => {
                while let Token::Text(more) = self.peek().clone() {
                    text.push_str(&more);
                    self.at += 1;
                }
                Expression::Text(text)
            }
            Token::Name(name) => match name.as_str() {
                "True" | "true" => Expression::Flag(true),
                "False" | "false" => Expression::Flag(false),
                "None" => Expression::None,
                "and" | "or" | "not" | "if" | "else" | "in" | "is" | "for" | "lambda" => {
                    self.at -= 1;
                    return Err(self.unexpected());
                }
                _ => Expression::Name(name),
            },
            Token::Sign("(") if self.takes(")") => Expression::List(Vec::new()),
            Token::Sign("(") => {
                let (mut items, is_tuple) = self.tuple()?;
                self.expect(")")?;
                match items.pop() {
                    Some(only) if !is_tuple => only,
                    last => Expression::List(items.into_iter().chain(last).collect()),
                }
            }
            Token::Sign("[") if self.takes("]") => Expression::List(Vec::new()),
            Token::Sign("[") => {
                let (items, _) = self.tuple()?;
                self.expect("]")?;
                Expression::List(items)
            }
            Token::Sign("{") => {
                let mut members = Vec::new();
                while !self.takes("}") {
                    let key = self.expression()?;
                    self.expect(":")?;
                    members.push((key, self.expression()?));
                    if !self.takes(",") {
                        self.expect("}")?;
                        break;
                    }
                }
                Expression::Dictionary(members)
            }
            _ => {
                self.at -= 1;
                return Err(self.unexpected());
            }
        })
    }
}
