package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Settings is the one list of what can be configured. Each setting is an environment variable,
// a line of .env and a flag; a flag beats the environment, the environment beats .env, and .env
// beats the default. Names of the predecessor are kept. Fields tagged secret are masked wherever
// settings are shown, and can be read from a file by the same name with _FILE added.
type Settings struct {
	DatabaseURL string `env:"DATABASE_URL" default:"sqlite:voxpop.db" placeholder:"URL" secret:"url" group:"Database" help:"Where everything is kept: sqlite:PATH or postgres://user@host/database."`

	RedditClientID     string   `env:"REDDIT_CLIENT_ID" placeholder:"ID" group:"Reddit" help:"Client id of your Reddit app. Without it Reddit is not collected."`
	RedditClientSecret string   `env:"REDDIT_CLIENT_SECRET" placeholder:"SECRET" secret:"value" group:"Reddit" help:"Client secret of your Reddit app."`
	RedditUsername     string   `env:"REDDIT_USERNAME" placeholder:"NAME" group:"Reddit" help:"Account of a script app; leave empty for app-only access."`
	RedditPassword     string   `env:"REDDIT_PASSWORD" placeholder:"SECRET" secret:"value" group:"Reddit" help:"Its password."`
	RedditUserAgent    string   `env:"REDDIT_USER_AGENT" placeholder:"TEXT" group:"Reddit" help:"How voxpop introduces itself; Reddit asks for platform:app:version (by /u/name)."`
	RedditAPIURL       string   `name:"reddit-api-url" env:"REDDIT_API_URL" default:"https://oauth.reddit.com" placeholder:"URL" group:"Reddit" help:"Host of the Reddit API."`
	RedditAuthURL      string   `env:"REDDIT_AUTH_URL" default:"https://www.reddit.com" placeholder:"URL" group:"Reddit" help:"Host that gives Reddit tokens."`
	Subreddits         []string `name:"subreddit-list" aliases:"subreddits" env:"SUBREDDIT_LIST,SUBREDDITS" default:"Cursor,Bard,GithubCopilot,claude,windsurf,ChatGPTCoding,vibecoding,aws,programming,MachineLearning,artificial,OpenAI,kiroIDE,JulesAgent" placeholder:"NAME" group:"Reddit" help:"Subreddits to collect."`

	HackerNews string   `name:"hackernews" env:"HACKERNEWS_ENABLED" default:"auto" placeholder:"WHEN" group:"Other sources" help:"Collect Hacker News, which needs no key: true, false, or auto (while there are no Reddit keys)."`
	HNAPIURL   string   `name:"hn-api-url" env:"HN_API_URL" default:"https://hn.algolia.com/api/v1" placeholder:"URL" group:"Other sources" help:"Host of the Hacker News search."`
	Feeds      []string `env:"FEEDS" placeholder:"URL" group:"Other sources" help:"Atom or RSS feeds to collect."`

	FeedsPrivate bool `name:"feeds-allow-private" env:"FEEDS_ALLOW_PRIVATE" default:"false" group:"Other sources" help:"Let feeds lie on this machine and in private networks."`

	CollectionInterval int `name:"collection-interval-minutes" env:"COLLECTION_INTERVAL_MINUTES" default:"30" placeholder:"MINUTES" group:"Collecting" help:"Time from one collection cycle to the next (1 to 1440)."`
	DataRetentionDays  int `env:"DATA_RETENTION_DAYS" default:"90" placeholder:"DAYS" group:"Collecting" help:"After how many days the text of an item is dropped (0: never). Numbers stay."`
	RecheckHours       int `env:"RECHECK_HOURS" default:"48" placeholder:"HOURS" group:"Collecting" help:"Text collected live that could not be checked for deletion for so long is dropped (0: never)."`
	CandidateMentions  int `env:"CANDIDATE_MENTIONS" default:"50" placeholder:"ITEMS" group:"Tools" help:"In how many items an unknown name must stand to be proposed as a tool (1 to 100000)."`
	CandidateDays      int `env:"CANDIDATE_DAYS" default:"7" placeholder:"DAYS" group:"Tools" help:"Within how many days (1 to 90)."`
	SentimentRetention int `name:"sentiment-retention-days" env:"SENTIMENT_RETENTION_DAYS" default:"0" placeholder:"DAYS" group:"Collecting" help:"Accepted for the predecessor's sake: scores and counts hold no text and are kept."`

	SentimentMethod    string `env:"SENTIMENT_METHOD" default:"model" placeholder:"NAME" group:"Sentiment" help:"Engine that scores: model, VADER, llm, or auto (model, and the language model where that is unsure)."`
	UseLLMForAmbiguous bool   `name:"use-llm-for-ambiguous" env:"USE_LLM_FOR_AMBIGUOUS" default:"false" group:"Sentiment" help:"The same as SENTIMENT_METHOD=auto, unless that is llm."`

	Roles         []string `env:"ROLES" default:"api,collect,analyze" placeholder:"ROLE" group:"Serving" help:"What serve does here, where several replicas share a PostgreSQL: api (answer), collect (run cycles), analyze (score, count, keep house)."`
	APIHost       string   `env:"API_HOST" default:"127.0.0.1" placeholder:"ADDRESS" group:"Serving" help:"Address to listen on; 0.0.0.0 opens voxpop to the network."`
	APIPort       int      `env:"API_PORT" default:"8000" placeholder:"PORT" group:"Serving" help:"Port of the API."`
	DashboardPort int      `env:"DASHBOARD_PORT" default:"3000" placeholder:"PORT" group:"Serving" help:"Port of the dashboard (0: no dashboard)."`
	CORSOrigins   []string `name:"api-cors-origins" env:"API_CORS_ORIGINS" placeholder:"ORIGIN" group:"Serving" help:"Origins whose pages may read the API from a browser."`
	AdminToken    string   `env:"ADMIN_TOKEN" placeholder:"SECRET" secret:"value" group:"Serving" help:"Key for admin routes. Without it one is made and shown once at first start."`

	BackupDir string `env:"BACKUP_DIR" placeholder:"DIR" group:"Database" help:"Where the backup before a migration goes (default: beside the database file)."`
	LogLevel  string `env:"LOG_LEVEL" default:"INFO" placeholder:"LEVEL" group:"Logging" help:"debug, info, warn or error."`
	LogFormat string `env:"LOG_FORMAT" default:"text" placeholder:"FORMAT" group:"Logging" help:"text or json."`

	LLMBaseURL      string  `name:"llm-base-url" env:"LLM_BASE_URL" placeholder:"URL" group:"Language model" help:"Endpoint that speaks OpenAI's chat completions, up to /v1 (with only LLM_MODEL and LLM_API_KEY: OpenAI's own)."`
	LLMAPIKey       string  `name:"llm-api-key" env:"LLM_API_KEY" placeholder:"SECRET" secret:"value" group:"Language model" help:"Its key; none for a model on this machine."`
	LLMModel        string  `name:"llm-model" env:"LLM_MODEL" placeholder:"NAME" group:"Language model" help:"The model, such as gpt-4o-mini or llama3.2."`
	LLMPrivate      bool    `name:"llm-allow-private" env:"LLM_ALLOW_PRIVATE" default:"false" group:"Language model" help:"Let the endpoint lie in a private network, and speak plain http there."`
	LLMTimeout      int     `name:"llm-timeout-seconds" env:"LLM_TIMEOUT_SECONDS" default:"60" placeholder:"SECONDS" group:"Language model" help:"How long one request may take (5 to 300)."`
	LLMDailyTokens  int     `name:"llm-daily-tokens" env:"LLM_DAILY_TOKENS" default:"2000000" placeholder:"TOKENS" group:"Language model" help:"How many tokens may be used in a UTC day, read and written (0: no limit)."`
	LLMDailyUSD     float64 `name:"llm-daily-usd" env:"LLM_DAILY_USD" default:"0" placeholder:"DOLLARS" group:"Language model" help:"How much may be spent in a UTC day (0: no limit); needs the prices."`
	LLMPriceRead    float64 `name:"llm-price-input" env:"LLM_PRICE_INPUT" default:"0" placeholder:"DOLLARS" group:"Language model" help:"Price of a million tokens that the model reads."`
	LLMPriceWritten float64 `name:"llm-price-output" env:"LLM_PRICE_OUTPUT" default:"0" placeholder:"DOLLARS" group:"Language model" help:"Price of a million tokens that it writes."`
	LLMBelow        float64 `name:"llm-below-confidence" env:"LLM_BELOW_CONFIDENCE" default:"0.65" placeholder:"SHARE" group:"Language model" help:"The engine auto asks the model about items of which the local engine is less sure (0 to 1)."`

	AzureEndpoint   string `name:"azure-openai-endpoint" env:"AZURE_OPENAI_ENDPOINT" placeholder:"URL" group:"Language model" help:"Azure OpenAI instead of LLM_BASE_URL: its endpoint,"`
	AzureKey        string `name:"azure-openai-api-key" env:"AZURE_OPENAI_API_KEY" placeholder:"SECRET" secret:"value" group:"Language model" help:"key,"`
	AzureDeployment string `name:"azure-openai-deployment" env:"AZURE_OPENAI_DEPLOYMENT" placeholder:"NAME" group:"Language model" help:"deployment,"`
	AzureVersion    string `name:"azure-openai-api-version" env:"AZURE_OPENAI_API_VERSION" default:"2024-10-21" placeholder:"DATE" group:"Language model" help:"and version of the interface (2024-08-01-preview or later)."`
}

// invalid words a setting that cannot be used: its name, its value and what is allowed.
func invalid(name string, value any, want string) error {
	return fmt.Errorf("%s=%v: want %s", name, value, want)
}

// check refuses settings that cannot work, all of them at once.
func (s *Settings) check() error {
	var errs []error
	between := func(name string, v, low, high int, unit string) {
		if v < low || v > high {
			errs = append(errs, invalid(name, v, fmt.Sprintf("%s between %d and %d", unit, low, high)))
		}
	}
	between("COLLECTION_INTERVAL_MINUTES", s.CollectionInterval, 1, 1440, "minutes")
	between("DATA_RETENTION_DAYS", s.DataRetentionDays, 0, 36500, "days")
	between("RECHECK_HOURS", s.RecheckHours, 0, 876000, "hours")
	between("CANDIDATE_MENTIONS", s.CandidateMentions, 1, 100000, "items")
	between("CANDIDATE_DAYS", s.CandidateDays, 1, 90, "days")
	between("SENTIMENT_RETENTION_DAYS", s.SentimentRetention, 0, 36500, "days")
	between("API_PORT", s.APIPort, 1, 65535, "a port")
	between("DASHBOARD_PORT", s.DashboardPort, 0, 65535, "a port, or 0 for none,")
	if s.APIPort == s.DashboardPort {
		errs = append(errs, invalid("DASHBOARD_PORT", s.DashboardPort, "a port other than API_PORT"))
	}
	if net.ParseIP(s.APIHost) == nil && s.APIHost != "localhost" {
		errs = append(errs, invalid("API_HOST", s.APIHost, "an IP address to listen on, such as 127.0.0.1 or 0.0.0.0"))
	}
	if _, err := level(s.LogLevel); err != nil {
		errs = append(errs, err)
	}
	if !slices.Contains([]string{"text", "json"}, s.LogFormat) {
		errs = append(errs, invalid("LOG_FORMAT", s.LogFormat, "text or json"))
	}
	if !slices.Contains([]string{"auto", "true", "false"}, strings.ToLower(s.HackerNews)) {
		errs = append(errs, invalid("HACKERNEWS_ENABLED", s.HackerNews, "true, false or auto"))
	}
	if !slices.Contains(engineNames, strings.ToLower(s.SentimentMethod)) {
		errs = append(errs, invalid("SENTIMENT_METHOD", s.SentimentMethod, "VADER, model, llm or auto"))
	}
	if err := checkDatabaseURL(s.DatabaseURL); err != nil {
		errs = append(errs, err)
	}
	if (s.RedditUsername == "") != (s.RedditPassword == "") {
		errs = append(errs, errors.New("REDDIT_USERNAME and REDDIT_PASSWORD go together: set both, or neither for app-only access"))
	}
	errs = append(errs, s.checkRoles()...)
	errs = append(errs, s.checkURLs()...)
	errs = append(errs, s.checkLLM()...)
	errs = append(errs, s.checkSubreddits()...)
	return errors.Join(errs...)
}

func (s *Settings) checkURLs() []error {
	var errs []error
	for _, host := range [][2]string{{"REDDIT_API_URL", s.RedditAPIURL}, {"REDDIT_AUTH_URL", s.RedditAuthURL}, {"HN_API_URL", s.HNAPIURL}} {
		if !httpURL(host[1]) {
			errs = append(errs, invalid(host[0], maskURL(host[1]), "an http or https URL"))
		}
	}
	for _, v := range s.Feeds {
		if !httpURL(v) {
			errs = append(errs, invalid("FEEDS", v, "http or https URLs, separated by commas"))
		}
	}
	for _, v := range s.CORSOrigins {
		if u, err := url.Parse(v); v != "*" && (err != nil || !httpURL(v) || strings.Trim(u.Path, "/") != "") {
			errs = append(errs, invalid("API_CORS_ORIGINS", v, "origins such as http://localhost:5173, separated by commas"))
		}
	}
	return errs
}

func httpURL(v string) bool {
	u, err := url.Parse(v)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (s *Settings) checkSubreddits() []error {
	var errs []error
	for i, name := range s.Subreddits {
		s.Subreddits[i] = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(name), "/"), "r/")
	}
	s.Subreddits = slices.DeleteFunc(s.Subreddits, func(name string) bool { return name == "" }) // "a,b," has two
	for _, name := range s.Subreddits {
		if !subredditName(name) {
			errs = append(errs, invalid("SUBREDDIT_LIST", strconv.Quote(name), "names of 2 to 21 letters, digits and underscores, separated by commas"))
		}
	}
	return errs
}

func subredditName(s string) bool {
	if len(s) < 2 || len(s) > 21 {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_')
	}) < 0
}

func level(name string) (slog.Level, error) {
	switch strings.ToLower(name) {
	case "debug":
		return slog.LevelDebug, nil
	case "info":
		return slog.LevelInfo, nil
	case "warn", "warning":
		return slog.LevelWarn, nil
	case "error", "critical":
		return slog.LevelError, nil
	}
	return 0, invalid("LOG_LEVEL", name, "debug, info, warn or error")
}

func (s *Settings) interval() time.Duration { return time.Duration(s.CollectionInterval) * time.Minute }

// hasReddit reports whether there are keys to try.
func (s *Settings) hasReddit() bool { return s.RedditClientID != "" && s.RedditClientSecret != "" }

// collectsHackerNews reports whether Hacker News is a source of this configuration.
func (s *Settings) collectsHackerNews() bool {
	switch strings.ToLower(s.HackerNews) {
	case "true":
		return true
	case "false":
		return false
	}
	return !s.hasReddit()
}
