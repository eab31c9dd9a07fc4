use super::*;
use proptest::prelude::*;
use std::io::Read;

const HEADER: &str = "key,league,start,home_team,away_team,status,book\n";
const GOOD: &str = "g1,NFL,2025-09-05T00:20:00Z,Eagles,Cowboys,scheduled,\n";

/// The keys that went in, and `line code` of what did not.
fn told(bytes: &[u8]) -> Vec<String> {
    let told = |r| match r {
        Ok(GameRow { key, .. }) => key,
        Err(RowError { line, code, .. }) => format!("{line} {code}"),
    };
    GameReader::open(Preset::Dbsbm, bytes)
        .unwrap_or_else(|e| panic!("{e}"))
        .map(told)
        .collect()
}

fn refused(bytes: &[u8]) -> FileError {
    match GameReader::open(Preset::Dbsbm, bytes) {
        Err(e) => e,
        Ok(_) => panic!("the file should be refused"),
    }
}

#[test]
fn marks_line_ends_quotes_and_blank_lines_make_no_difference() {
    let crlf = format!("\u{feff}{HEADER}\n{GOOD}").replace('\n', "\r\n");
    assert_eq!(told(crlf.as_bytes()), ["g1"]);
    let quoted = format!("{HEADER}\"g,\"\"1\"\"\",NFL,2025-09-05,\"Eagles\",Cowboys,scheduled,\"A, B\"\n");
    assert_eq!(told(quoted.as_bytes()), ["g,\"1\""]);
    let other_order =
        "status,away_team,extra,KEY,League,start,home_team\nscheduled,Cowboys,?,g2,nfl,2025-09-05,Eagles";
    assert_eq!(told(other_order.as_bytes()), ["g2"]);
    let padded = format!("{HEADER}{}", GOOD.replace('\n', ",,,\n"));
    assert_eq!(told(padded.as_bytes()), ["g1"]);
}

#[test]
fn a_damaged_line_costs_itself_only() {
    let around = |line: &[u8]| [HEADER.as_bytes(), GOOD.as_bytes(), line, GOOD.as_bytes()].concat();
    let latin1 = b"g2,EPL,2025-09-05,K\xF6ln,Arsenal,scheduled,\n".as_slice();
    for (line, expect) in [
        (latin1, "3 bad_encoding"),
        (b"g2,NFL,2025-09-05,Ea\0gles,Cowboys,scheduled,\n", "3 nul_byte"),
        (
            b"g2,NFL,2025-09-05,\"Eagles,Cowboys,scheduled,\n",
            "3 unclosed_quote",
        ),
        (b"g2,NFL,2025-09-05\n", "3 wrong_columns"),
        (
            b"g2,NFL,2025-09-05,Eagles,Cowboys,scheduled,,x\n",
            "3 wrong_columns",
        ),
        (",".repeat(1000).as_bytes().to_vec().leak(), "3 wrong_columns"),
    ] {
        let line = if line.ends_with(b"\n") {
            line.to_vec()
        } else {
            [line, b"\n"].concat()
        };
        assert_eq!(told(&around(&line)), ["g1", expect, "g1"]);
    }
    for tail in ["g2,NFL,2025-09", "g2,\"NF"] {
        assert_eq!(
            told(format!("{HEADER}{GOOD}{tail}").as_bytes()),
            ["g1", "3 truncated"]
        );
    }
    assert_eq!(told(format!("{HEADER}{}", GOOD.trim_end()).as_bytes()), ["g1"]);
}

#[test]
fn ten_megabytes_in_one_field_are_passed_over() {
    let field = std::io::repeat(b'x').take(10 << 20);
    let file = HEADER
        .as_bytes()
        .chain("g0,".as_bytes())
        .chain(field)
        .chain("\n".as_bytes())
        .chain(GOOD.as_bytes());
    let rows: Vec<_> = GameReader::open(Preset::Dbsbm, file).unwrap().collect();
    assert_eq!(rows[0].as_ref().unwrap_err().code, RowCode::FieldTooLong);
    assert_eq!((rows.len(), rows[1].as_ref().unwrap().line), (2, 3));
}

#[test]
fn a_file_without_a_usable_header_is_refused_whole() {
    for (bytes, expect) in [
        (b"".as_slice(), "empty_file"),
        (b"\xEF\xBB\xBF\r\n\r\n", "empty_file"),
        (b"key,league,start\n", "missing_column"),
        (b"key;league;start;home_team;away_team;status\n", "missing_column"),
        (
            b"key,league,start,home_team,away_team,status,Key\n",
            "duplicate_column",
        ),
        (b"\xFF\xFEk\0e\0y\0\n\0", "bad_encoding"),
        (b"k\xF6y,league\n", "bad_encoding"),
        (b"SQLite format 3\0\n", "bad_encoding"),
        (b"\"key,league\n", "bad_header"),
        (&[b'x'; 100_000], "bad_header"),
    ] {
        assert_eq!(
            refused(bytes).code(),
            expect,
            "{:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
        );
    }
    let missing = refused(b"key,league,start\n").to_string();
    assert_eq!(missing, "the header has no column home_team, away_team, status");
    assert!(refused(b"key;league\n").to_string().contains("semicolons"));
}

/// A disk that fails after some bytes.
struct Failing<'a>(&'a [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(buf) {
            Ok(0) => Err(std::io::Error::other("the disk is gone")),
            read => read,
        }
    }
}

#[test]
fn a_failing_disk_is_told_once() {
    let text = format!("{HEADER}{GOOD}");
    let rows: Vec<_> = GameReader::open(Preset::Dbsbm, Failing(text.as_bytes()))
        .unwrap()
        .collect();
    assert_eq!(
        (rows.len(), rows[1].as_ref().unwrap_err().code),
        (2, RowCode::Unreadable)
    );
    assert!(matches!(
        GameReader::open(Preset::Dbsbm, Failing(b"key")),
        Err(FileError::Io(_))
    ));
}

/// Text made of what hurts CSV readers.
fn nasty() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b",".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"T1,42,2011-09-08T20:00:00Z,parlay,risk,1,NFL,2011-09-08,Packers,Saints,spread,,home,-4.5,-110\n".to_vec()),
        prop::collection::vec(any::<u8>(), 0..20),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic_or_lose_count(body in nasty()) {
        let bets = "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price\n";
        let file = [bets.as_bytes(), &body].concat();
        let mut reader = BetReader::open(file.as_slice()).unwrap();
        let good: u64 = reader.by_ref().filter_map(Result::ok).map(|t| t.lines).sum();
        prop_assert!(good <= reader.rows());
        let file = [HEADER.as_bytes(), &body].concat();
        let games = GameReader::open(Preset::Dbsbm, file.as_slice()).unwrap();
        prop_assert!(games.count() <= file.len());
        for preset in Preset::ALL {
            let _ = GameReader::open(*preset, body.as_slice()).map(Iterator::count);
        }
    }
}
