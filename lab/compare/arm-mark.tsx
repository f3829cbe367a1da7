/** The line that stands for an arm, in its colour and its dashes. */
export function ArmMark({ colour, dash }: { readonly colour: string; readonly dash: string }) {
  return (
    <svg width="20" height="8" aria-hidden="true">
      <line x1="0" x2="20" y1="4" y2="4" stroke={colour} strokeWidth="3" strokeDasharray={dash} />
    </svg>
  )
}
