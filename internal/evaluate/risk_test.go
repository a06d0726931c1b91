package evaluate

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func said(right bool, confidence float64) Answer {
	a := Answer{People: voxpop.Positive, Engine: voxpop.Positive, Confidence: confidence}
	if !right {
		a.Engine = voxpop.Negative
	}
	return a
}

func TestRiskCoverage(t *testing.T) {
	answers := []Answer{said(true, 0.9), said(true, 0.8), said(false, 0.5), said(true, 0.5)}
	p := RiskCoverage(answers)
	if p[0] != (RiskPoint{0, 1, 0.25, 0}) || p[11] != (RiskPoint{0.55, 0.5, 0, 0.5}) || p[19].Coverage != 0 || p[19].RiskBelow != 0.25 {
		t.Errorf("%+v", p)
	}
	if area := AreaUnderRisk(answers); math.Abs(area-0.125) > 1e-9 {
		t.Errorf("area %v", area)
	}
	if AreaUnderRisk(nil) != 0 || RiskCoverage(nil)[0].Coverage != 0 {
		t.Error("of no answers")
	}
}

func TestRiskProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var answers []Answer
		wrong := 0
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			right := rapid.Bool().Draw(t, "right")
			wrong += count(!right)
			answers = append(answers, said(right, rapid.Float64Range(0, 1).Draw(t, "confidence")))
		}
		all := float64(wrong) / float64(len(answers))
		for i, p := range RiskCoverage(answers) {
			if got := p.Coverage*p.Risk + (1-p.Coverage)*p.RiskBelow; math.Abs(got-all) > 1e-9 {
				t.Fatalf("at %v the parts are wrong %v, together %v", p.Confidence, got, all)
			}
			if i == 0 && (p.Coverage != 1 || math.Abs(p.Risk-all) > 1e-9) {
				t.Fatalf("%+v", p)
			}
		}
		if area := AreaUnderRisk(answers); area < 0 || area > 1 {
			t.Fatalf("area %v", area)
		}
	})
}
