/** A holdfast: what an anchor is to a ship. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      aria-hidden
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="3"
      strokeLinecap="round"
    >
      <path d="M16 4v24M8 12h16M6 19c0 5 4 9 10 9s10-4 10-9M6 19l-3 3M26 19l3 3" />
    </svg>
  )
}
