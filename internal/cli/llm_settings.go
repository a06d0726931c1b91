package cli

import (
	"errors"
	"math"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/llm"
)

// engineNames are the engines that can be chosen.
var engineNames = []string{"vader", "model", "llm", "auto"}

// asksModel reports whether an engine asks a language model.
func asksModel(name string) bool { return name == "llm" || name == "auto" }

// engineName is the engine that the settings choose.
func (s *Settings) engineName() string {
	name := strings.ToLower(s.SentimentMethod)
	if s.UseLLMForAmbiguous && name != "llm" {
		return "auto"
	}
	return name
}

// localName is the engine that scores where no language model is configured.
func (s *Settings) localName() string {
	if name := strings.ToLower(s.SentimentMethod); !asksModel(name) {
		return name
	}
	return beneath
}

// openAI is where a key without an address belongs.
const openAI = "https://api.openai.com/v1"

// usesAzure reports whether the predecessor's settings name the model.
func (s *Settings) usesAzure() bool {
	return s.LLMBaseURL+s.LLMModel == "" && s.AzureEndpoint != "" && s.AzureDeployment != ""
}

// hasLLM reports whether a language model is configured.
func (s *Settings) hasLLM() bool {
	return s.usesAzure() || s.LLMModel != "" && s.LLMBaseURL+s.LLMAPIKey != ""
}

// llmURL is where the model is asked.
func (s *Settings) llmURL() string {
	switch {
	case s.usesAzure():
		return strings.TrimRight(s.AzureEndpoint, "/") + "/openai/deployments/" + url.PathEscape(s.AzureDeployment)
	case s.LLMBaseURL == "":
		return openAI
	}
	return s.LLMBaseURL
}

// llmClient is a client for the configured model.
func (s *Settings) llmClient(purse llm.Purse) *llm.Client {
	cfg := llm.Config{
		BaseURL: s.llmURL(), Key: s.LLMAPIKey, Model: s.LLMModel, AllowPrivate: s.LLMPrivate,
		Limit:     voxpop.Spending{Tokens: int64(s.LLMDailyTokens), Micros: int64(math.Round(s.LLMDailyUSD * 1e6))},
		PriceRead: s.LLMPriceRead, PriceWritten: s.LLMPriceWritten,
		Timeout: time.Duration(s.LLMTimeout) * time.Second, Purse: purse,
	}
	if s.usesAzure() {
		cfg.Key, cfg.Model, cfg.AzureVersion = s.AzureKey, s.AzureDeployment, s.AzureVersion
	}
	return llm.NewClient(cfg)
}

// checkLLM refuses settings of a language model that cannot work.
func (s *Settings) checkLLM() []error {
	var errs []error
	if s.LLMBaseURL != "" && s.LLMModel == "" {
		errs = append(errs, errors.New("LLM_BASE_URL and LLM_MODEL go together: name the model"))
	}
	if s.hasLLM() {
		errs = append(errs, s.checkLLMURL()...)
	}
	if s.LLMTimeout != 0 && (s.LLMTimeout < 5 || s.LLMTimeout > 300) {
		errs = append(errs, invalid("LLM_TIMEOUT_SECONDS", s.LLMTimeout, "seconds between 5 and 300"))
	}
	if s.LLMDailyTokens < 0 {
		errs = append(errs, invalid("LLM_DAILY_TOKENS", s.LLMDailyTokens, "a number of tokens, or 0 for no limit"))
	}
	for name, v := range map[string]float64{"LLM_DAILY_USD": s.LLMDailyUSD, "LLM_PRICE_INPUT": s.LLMPriceRead, "LLM_PRICE_OUTPUT": s.LLMPriceWritten} {
		if !(v >= 0 && v <= 1e6) {
			errs = append(errs, invalid(name, v, "US dollars between 0 and 1000000"))
		}
	}
	if s.LLMDailyUSD > 0 && s.LLMPriceRead+s.LLMPriceWritten == 0 {
		errs = append(errs, errors.New("LLM_DAILY_USD needs LLM_PRICE_INPUT and LLM_PRICE_OUTPUT: without prices nothing can be counted"))
	}
	if !(s.LLMBelow >= 0 && s.LLMBelow <= 1) {
		errs = append(errs, invalid("LLM_BELOW_CONFIDENCE", s.LLMBelow, "a number between 0 and 1"))
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errs
}

// checkLLMURL wants an address to which a key can be sent: without one of its own, and encrypted unless it stays on this machine.
func (s *Settings) checkLLMURL() []error {
	name, address := "LLM_BASE_URL", s.llmURL()
	if s.usesAzure() {
		name = "AZURE_OPENAI_ENDPOINT"
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || !httpURL(address):
		return []error{invalid(name, "…", "an http or https URL")}
	case u.User != nil || u.RawQuery != "":
		return []error{invalid(name, u.Scheme+"://"+u.Host, "a URL without a name, password or query; the key goes into LLM_API_KEY")}
	case u.Scheme == "http" && !s.LLMPrivate && !loopback(u.Hostname()):
		return []error{invalid(name, u.Scheme+"://"+u.Host, "https, but for this machine; for your own network set LLM_ALLOW_PRIVATE=true")}
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
