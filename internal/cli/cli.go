// Package cli is the command line: it reads settings, wires the packages together and runs
// commands. It is the only package that imports everything.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands is the grammar of the command line.
type commands struct {
	Settings `embed:""`

	Serve   serveCmd      `cmd:"" help:"Collect in the background and serve the API and the dashboard."`
	Demo    demoCmd       `cmd:"" help:"Show the whole program on a simulated Reddit; needs no account and keeps nothing."`
	Collect collectCmd    `cmd:"" help:"Run one collection cycle and print what it brought."`
	Import  importCmd     `cmd:"" help:"Import dumps (NDJSON, .zst, .gz) and saved listings of Reddit."`
	Analyze analyzeCmd    `cmd:"" help:"Score texts from the arguments or from standard input."`
	Eval    evalCmd       `cmd:"" help:"Judge engines by labelled texts: accuracy, macro-F1, calibration, speed."`
	Errors  errorModelCmd `cmd:"" name:"error-model" help:"Measure how far engines are off from tool to tool, for the table behind intervals."`
	Train   trainCmd      `cmd:"" help:"Learn the weights of the model engine anew from labelled texts."`
	Export  exportCmd     `cmd:"" help:"Write items, scores or cells as NDJSON or CSV."`
	Receipt receiptCmd    `cmd:"" help:"Freeze a number with what it rests on, under a name made of its content."`
	Verify  verifyCmd     `cmd:"" help:"Compute a frozen number again, and tell whether it holds and what changed."`
	Tools   toolsCmd      `cmd:"" help:"Look after the tools that are looked for."`
	Engine  engineCmd     `cmd:"" help:"Tell which engine scores, and choose one."`
	Labels  labelsCmd     `cmd:"" help:"Draw, list, export and import labels, and tell what they say of engines."`
	Keys    keysCmd       `cmd:"" help:"Create, list and revoke API keys."`
	DB      dbCmd         `cmd:"" name:"db" help:"Look after the database."`
	Config  configCmd     `cmd:"" help:"Print the effective settings, secrets masked."`
	Health  healthCmd     `cmd:"" help:"Ask the voxpop that runs on this machine how it is."`
	Doctor  doctorCmd     `cmd:"" help:"Check settings, database, keys, clock and ports, and say what to do."`
	Version versionCmd    `cmd:"" help:"Print the version."`
}

// streams are the standard streams of one run.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Exit codes. Others read them in scripts: do not change them.
const (
	exitOK      = 0
	exitFailed  = 1
	exitMisused = 2
)

// errReported ends a command with exit code 1 when what is wrong has been printed already.
var errReported = errors.New("reported")

// Main runs the command line and returns the exit code.
func Main(args []string, in io.Reader, out, errOut io.Writer) int {
	env, err := loadEnvironment(os.Environ(), ".env")
	if err != nil {
		return fail(errOut, exitMisused, err)
	}
	applyEnvironment(env)
	std := &streams{in: in, out: out, err: errOut}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	var c commands
	code := -1
	parser, err := kong.New(&c,
		kong.Name("voxpop"),
		kong.Description("What developers really say about AI developer tools."),
		kong.Writers(out, errOut),
		kong.Exit(func(n int) { code = n }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true}),
		kong.Bind(std, env),
		kong.KindMapper(reflect.Int, kong.MapperFunc(wholeNumber)),
	)
	if err != nil {
		return fail(errOut, exitMisused, err)
	}
	ctx, err := parser.Parse(args)
	if code >= 0 { // --help ends here
		return code
	}
	if err != nil {
		return fail(errOut, exitMisused, misuse(err))
	}
	if err := c.Settings.check(); err != nil {
		return fail(errOut, exitMisused, err)
	}
	return run(ctx, &c, std, env)
}

// unreadable is how the parser words a variable whose value is of the wrong type.
var unreadable = regexp.MustCompile(`(?s)^--\S+: (.+?)(?: but got .+)? \(from envar (\w+)=(".*")\)$`)

// misuse words an error of the parser: a variable is told by its own name, as check does.
func misuse(err error) error {
	if m := unreadable.FindStringSubmatch(err.Error()); m != nil {
		if value, quoted := strconv.Unquote(m[3]); quoted == nil {
			return invalid(m[2], value, strings.TrimPrefix(strings.Replace(m[1], "bool value must be", "want", 1), "want "))
		}
	}
	return fmt.Errorf("%w (voxpop --help lists commands and flags)", err)
}

func run(ctx *kong.Context, c *commands, std *streams, env *environment) int {
	log := newLogger(&c.Settings, std.err)
	if ctx.Command() != "version" {
		warnOnce(&c.Settings, env, log)
	}
	signals, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx.BindTo(signals, (*context.Context)(nil))
	ctx.Bind(&c.Settings, log)
	switch err := ctx.Run(); {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported):
		return exitFailed
	default:
		return fail(std.err, exitFailed, err)
	}
}

func fail(w io.Writer, code int, err error) int {
	for line := range strings.SplitSeq(err.Error(), "\n") { // several settings may be wrong at once
		fmt.Fprintln(w, "voxpop:", withoutOrders(line))
	}
	return code
}

// wholeNumber reads a setting or flag that counts something.
func wholeNumber(ctx *kong.DecodeContext, target reflect.Value) error {
	var v string
	if err := ctx.Scan.PopValueInto("number", &v); err != nil {
		return err
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		return fmt.Errorf("want a whole number but got %q", v)
	}
	target.SetInt(int64(n))
	return nil
}

// applyEnvironment puts what was read from .env and secret files where the parser looks for it.
// Empty variables are taken away, so that defaults apply.
func applyEnvironment(e *environment) {
	for _, name := range settingNames() {
		if v := e.vars[name]; v != "" {
			os.Setenv(name, v)
		} else {
			os.Unsetenv(name)
		}
	}
}

func newLogger(s *Settings, w io.Writer) *slog.Logger {
	lvl, _ := level(s.LogLevel) // checked before
	opts := &slog.HandlerOptions{Level: lvl}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// warnOnce says what in the settings has no effect.
func warnOnce(s *Settings, env *environment, log *slog.Logger) {
	for _, w := range env.warnings {
		log.Warn(w)
	}
	if name := s.engineName(); asksModel(name) && !s.hasLLM() {
		log.Warn("no language model is configured (LLM_BASE_URL, LLM_API_KEY, LLM_MODEL or AZURE_OPENAI_*): a local engine scores everything", "engine", name, "instead", s.localName())
	}
	if (s.RedditClientID == "") != (s.RedditClientSecret == "") {
		log.Warn("Reddit is not collected: of REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET only one is set")
	}
	if s.SentimentRetention > 0 {
		log.Warn("SENTIMENT_RETENTION_DAYS has no effect: scores and counts hold no text and are kept")
	}
}
