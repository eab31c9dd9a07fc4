//! As much of an HTTP client as the control plane needs: one request, one answer, one connection.

use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than the control plane ever waits for the bot.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer: status and body.
pub(super) type Response = (u16, Vec<u8>);

/// Sends a request to `127.0.0.1:port`.
pub(super) fn send(port: u16, method: &str, target: &str, body: Option<&Value>) -> std::io::Result<Response> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let content = body.map(Value::to_string).unwrap_or_default();
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{content}",
        content.len()
    );
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parse(&answer).ok_or_else(|| std::io::Error::other("an answer that is no HTTP"))
}

/// Status and body of an answer that was read to its end.
fn parse(answer: &[u8]) -> Option<Response> {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let status = std::str::from_utf8(answer.get(9..12)?).ok()?.parse().ok()?;
    Some((status, answer[head + 4..].to_vec()))
}

/// A text as part of a query.
pub(super) fn quoted(text: &str) -> String {
    text.bytes().fold(String::new(), |mut quoted, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => quoted.push(char::from(byte)),
            other => quoted.push_str(&format!("%{other:02X}")),
        }
        quoted
    })
}
