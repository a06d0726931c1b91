/** The mark: a voice as bars of different height. Decorative, the name stands beside it. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" width="30" height="30" aria-hidden="true" focusable="false">
      <rect className="logo-field" width="32" height="32" rx="8" />
      <g className="logo-bars">
        <rect x="5" y="13" width="4" height="6" rx="2" />
        <rect x="11" y="7" width="4" height="18" rx="2" />
        <rect x="17" y="10.5" width="4" height="11" rx="2" />
        <rect x="23" y="13.5" width="4" height="5" rx="2" />
      </g>
    </svg>
  );
}
