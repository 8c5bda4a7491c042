//! The binary in a process of its own, and the plainest client there is.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server; it ends with the test.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts the binary on a free port.
    pub(crate) fn start(args: &[&str]) -> Self {
        let mut process = command(args)
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut line = String::new();
        let out = process.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap_or_else(|| panic!("the first line is {line:?}"));
        Self {
            process,
            address: address.parse().expect("an address"),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn process(&mut self) -> &mut Child {
        &mut self.process
    }

    /// Opens a connection that gives up after two seconds.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_secs(2)))
            .expect("a timeout");
        stream
    }

    /// Sends a request on a connection of its own and returns the answer.
    pub(crate) fn ask(&self, verb: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut stream = self.connect();
        send(&mut stream, verb, path, headers, body);
        read(&mut stream).unwrap_or_else(|end| panic!("{verb} {path}: {end:?}"))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "")
    }

    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        self.ask("POST", path, JSON, body)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub(crate) const JSON: &str = "content-type: application/json\r\n";
pub(crate) const VERSION: &str = r#"{"jsonrpc": "2.0", "id": 1, "params": {"service": "common", "method": "version", "args": []}}"#;

pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_odoo-sandbox-server"));
    command.args(args);
    command
}

/// Sends a request.
pub(crate) fn send(stream: &mut TcpStream, verb: &str, path: &str, headers: &str, body: &str) {
    let length = body.len();
    let head = format!(
        "{verb} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(body.as_bytes()).expect("sent");
}

/// An answer, as far as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// How a connection ended before the answer did.
#[derive(Debug)]
pub(crate) enum End {
    /// Closed before the headers came.
    Closed,
    /// Reset before the headers came.
    Reset,
    /// Silent before the headers came.
    Silent,
    /// Closed in the body.
    ClosedIn(Answer),
    /// Reset in the body.
    ResetIn(Answer),
    /// Silent in the body.
    SilentIn(Answer),
}

/// Reads an answer to the end its headers promise.
pub(crate) fn read(stream: &mut TcpStream) -> Result<Answer, End> {
    let mut received = Vec::new();
    let mut buffer = [0; 65_536];
    loop {
        if let Some(answer) = parse(&received)
            && is_complete(&answer)
        {
            return Ok(answer);
        }
        let so_far = parse(&received);
        match (stream.read(&mut buffer), so_far) {
            (Ok(0), None) => return Err(End::Closed),
            (Ok(0), Some(answer)) => return Err(End::ClosedIn(answer)),
            (Ok(count), _) => received.extend_from_slice(&buffer[..count]),
            (Err(error), so_far) => {
                let reset = error.kind() == ErrorKind::ConnectionReset;
                return Err(match (reset, so_far) {
                    (true, None) => End::Reset,
                    (true, Some(answer)) => End::ResetIn(answer),
                    (false, None) => End::Silent,
                    (false, Some(answer)) => End::SilentIn(answer),
                });
            }
        }
    }
}

fn parse(received: &[u8]) -> Option<Answer> {
    let end = received.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer {
        status,
        head,
        body: received[end + 4..].to_vec(),
    })
}

fn is_complete(answer: &Answer) -> bool {
    match answer.header("content-length") {
        Some(length) => length.parse() == Ok(answer.body.len()),
        None if answer.header("transfer-encoding").is_some() => answer.body.ends_with(b"0\r\n\r\n"),
        None => matches!(answer.status, 204 | 304),
    }
}
