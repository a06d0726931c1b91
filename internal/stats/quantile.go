package stats

// z975 is the 97.5 % quantile of the normal distribution.
const z975 = 1.959963984540054

// few are the 97.5 % quantiles of Student's distribution for 1 to 5 degrees of freedom.
var few = [...]float64{12.706205, 4.302653, 3.182446, 2.776445, 2.570582}

// quantile returns the 97.5 % quantile of Student's distribution with df degrees of freedom,
// to three decimals; that of the normal distribution when df is 0 or less. From six on it is
// the expansion 26.7.5 of Abramowitz and Stegun, Handbook of Mathematical Functions.
func quantile(df int) float64 {
	switch {
	case df <= 0:
		return z975
	case df <= len(few):
		return few[df-1]
	}
	const z = z975
	const z2 = z * z
	v := float64(df)
	return z + z*(z2+1)/(4*v) +
		z*(5*z2*z2+16*z2+3)/(96*v*v) +
		z*(3*z2*z2*z2+19*z2*z2+17*z2-15)/(384*v*v*v) +
		z*(79*z2*z2*z2*z2+776*z2*z2*z2+1482*z2*z2-1920*z2-945)/(92160*v*v*v*v)
}
