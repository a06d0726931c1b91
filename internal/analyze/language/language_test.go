package language

import (
	"strings"
	"testing"
	"unicode/utf8"
)

var samples = map[string]string{
	"en": "I have been using this assistant for a while now and it is mostly fine, but the last release broke the way it reads my project, so I went back to the old one. They say that a fix is coming next week, which would be nice, because I like the rest of it. Until then I keep both of them around.",
	"de": "Ich benutze diesen Assistenten jetzt seit einiger Zeit und er ist meistens in Ordnung, aber die letzte Version liest mein Projekt nicht mehr richtig, deshalb bin ich zur alten zurückgekehrt. Angeblich kommt nächste Woche eine Korrektur, das wäre schön, denn den Rest mag ich.",
	"es": "Llevo un tiempo usando este asistente y casi siempre funciona bien, pero la última versión rompió la manera en que lee mi proyecto, así que volví a la anterior. Dicen que la semana que viene habrá una corrección, lo que estaría bien porque el resto me gusta mucho.",
	"fr": "J'utilise cet assistant depuis un moment et il marche plutôt bien, mais la dernière version ne lit plus mon projet correctement, je suis donc revenu à l'ancienne. On dit qu'une correction arrive la semaine prochaine, ce serait bien parce que j'aime beaucoup le reste.",
	"ru": "Я пользуюсь этим помощником уже некоторое время, и в основном он работает нормально, но последняя версия перестала правильно читать мой проект, поэтому я вернулся к старой. Говорят, что исправление выйдет на следующей неделе, было бы хорошо, потому что остальное мне нравится.",
	"ja": strings.Repeat("このアシスタントをしばらく使っていて、だいたい問題ないのですが、最新版ではプロジェクトを正しく読み込めなくなりました。", 5),
	"zh": strings.Repeat("我用这个助手有一段时间了，大部分时候还不错，但是最新版本不能正确读取我的项目。", 8),
}

func TestDetect(t *testing.T) {
	for want, text := range samples {
		code, sure := Detect(text)
		if code != want || !sure {
			t.Errorf("Detect(%.30q…) = %q, %v; want %q, true", text, code, sure, want)
		}
	}
}

func TestShortTextCountsAsEnglish(t *testing.T) {
	for _, text := range []string{"", "Das ist gut.", "これはペンです", "ok", samples["de"][:150]} {
		if code, sure := Detect(text); code != "en" || sure {
			t.Errorf("Detect(%q) = %q, %v; want en, false", text, code, sure)
		}
	}
}

func TestSignsAreNoLanguage(t *testing.T) {
	for _, text := range []string{strings.Repeat("=", 5000), strings.Repeat("0123 ", 500), strings.Repeat("🚀", 500), strings.Repeat("\xff", 500)} {
		if code, sure := Detect(text); code != "en" || sure {
			t.Errorf("Detect(%.10q…) = %q, %v; want en, false", text, code, sure)
		}
	}
}

func TestForeignQuoteInEnglish(t *testing.T) {
	text := samples["en"] + " " + samples["de"][:100]
	if code, _ := Detect(text); code != "en" {
		t.Errorf("English with a German sentence: %q", code)
	}
}

func FuzzDetect(f *testing.F) {
	for _, text := range samples {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, sure := Detect(s)
		if len(code) != 2 || !sure && code != "en" {
			t.Errorf("Detect(%q) = %q, %v", s, code, sure)
		}
		if utf8.RuneCountInString(s) < minLetters && sure {
			t.Errorf("sure about %d characters", utf8.RuneCountInString(s))
		}
	})
}

func TestLengthsOfCommonWords(t *testing.T) {
	for n, words := range commonWords {
		for _, word := range words {
			if len(word) != n || !isCommon(strings.ToUpper(word)) {
				t.Errorf("%q is among the words of %d letters", word, n)
			}
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	for _, code := range []string{"en", "de"} {
		b.Run(code, func(b *testing.B) {
			b.SetBytes(int64(len(samples[code])))
			b.ReportAllocs()
			for b.Loop() {
				Detect(samples[code])
			}
		})
	}
}
