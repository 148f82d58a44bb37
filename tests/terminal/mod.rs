//! The program in a real pseudo-terminal, and the screen as its user sees it.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a screen may take to show what is waited for; the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The program in a terminal of its own.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    screen: Arc<Mutex<vt100::Parser>>,
    /// When the last byte came.
    #[allow(dead_code, reason = "only what measures reads it")]
    drawn: Arc<Mutex<Instant>>,
}

/// How a terminal is opened.
pub struct Opening<'o> {
    pub home: &'o Path,
    pub arguments: &'o [&'o str],
    pub environment: &'o [(&'o str, &'o str)],
    pub rows: u16,
    pub columns: u16,
}

impl<'o> Opening<'o> {
    /// The program alone in a terminal of 80 by 50.
    pub fn new(home: &'o Path) -> Self {
        Self { home, arguments: &[], environment: &[], rows: 50, columns: 80 }
    }

    pub fn open(&self) -> Terminal {
        let size = PtySize { rows: self.rows, cols: self.columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_legation"));
        command.args(self.arguments);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("PATH", "/usr/bin:/bin"), ("HOME", self.home.to_str().unwrap())] {
            command.env(name, value);
        }
        for (name, value) in self.environment {
            command.env(name, value);
        }
        command.cwd(self.home);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(self.rows), cells(self.columns), 1000)));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&screen);
        let drawn = Arc::new(Mutex::new(Instant::now()));
        let last = Arc::clone(&drawn);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = reader.read(&mut bytes) {
                if count == 0 {
                    break;
                }
                *last.lock().unwrap() = Instant::now();
                shared.lock().unwrap().process(&bytes[..count]);
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Terminal { master: pair.master, writer, child, screen, drawn }
    }
}

impl Terminal {
    /// Types a text as it is.
    pub fn types(&mut self, text: &str) {
        self.writer.write_all(text.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Types a key; gives the time to the last byte that it brings to the screen, after which nothing comes for `quiet`.
    #[allow(dead_code, reason = "only what measures calls it")]
    pub fn key(&mut self, key: &str, quiet: Duration) -> Duration {
        let typed = Instant::now();
        self.types(key);
        loop {
            std::thread::sleep(Duration::from_millis(1));
            let last = *self.drawn.lock().unwrap();
            assert!(typed.elapsed() < PATIENCE, "a key is not shown; the screen is\n{}", self.screen());
            if last > typed && last.elapsed() > quiet {
                return last - typed;
            }
        }
    }

    /// Types a line with Enter, and waits for the prompt that follows its answer.
    pub fn enters(&mut self, line: &str) {
        self.types(line);
        self.waits_for_line(line.lines().last().unwrap());
        self.types("\r");
        self.waits("the prompt", prompt);
    }

    /// The screen as text, without the blanks at the ends of its lines.
    pub fn screen(&self) -> String {
        let text = self.screen.lock().unwrap().screen().contents();
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    }

    /// The bytes that would draw the screen as it is.
    pub fn formatted(&self) -> String {
        String::from_utf8_lossy(self.screen.lock().unwrap().screen().contents_formatted().as_ref()).into_owned()
    }

    /// Waits until the screen is as described; gives how long that took.
    pub fn waits(&self, what: &str, shown: impl Fn(&str) -> bool) -> Duration {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if shown(&screen) {
                return start.elapsed();
            }
            assert!(start.elapsed() < PATIENCE, "waited for {what}; the screen is\n{screen}");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Waits for a text anywhere on the screen.
    pub fn shows(&self, text: &str) -> Duration {
        self.waits(text, |screen| screen.contains(text))
    }

    /// Waits until the last line of the screen has a text.
    pub fn waits_for_line(&self, text: &str) -> Duration {
        self.waits(text, |screen| screen.lines().last().is_some_and(|line| line.contains(text)))
    }

    /// Waits until a line that was sent is being answered: the cursor stands at the beginning of a line.
    pub fn runs(&self) {
        let start = Instant::now();
        while self.screen.lock().unwrap().screen().cursor_position().1 != 0 {
            assert!(start.elapsed() < PATIENCE, "nothing runs; the screen is\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(1));
        }
        // From here to the query itself there is no sign.
        std::thread::sleep(Duration::from_millis(300));
    }

    /// Waits for an empty prompt.
    pub fn prompts(&self) -> Duration {
        self.waits("the prompt", prompt)
    }

    pub fn resizes(&mut self, rows: u16, columns: u16) {
        self.screen.lock().unwrap().screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Ends the program as `kill -9` does.
    pub fn kills(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the program's end; gives its exit code.
    pub fn ends(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "the program does not end; the screen is\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cells(count: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(count).unwrap()
}

/// Whether the last line is a prompt with nothing typed.
fn prompt(screen: &str) -> bool {
    screen.lines().last().is_some_and(|line| line == "legation>")
}

/// Where the history of a home is kept.
pub fn history(home: &Path) -> PathBuf {
    home.join(".local/state/legation/history")
}
