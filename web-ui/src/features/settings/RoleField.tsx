import { Field, Select } from '@/ui/fields'
import { ROLES, type Role } from './queries'

const MAY: Record<Role, string> = {
  viewer: 'Reads everything, asks for predictions.',
  contributor: 'Also logs runs, registers, runs pipelines, sends labels.',
  approver: 'Also releases, rolls back, moves aliases.',
  admin: 'Also tokens, users, webhooks, cleaning up.',
}

export function RoleField({ value, onChange }: { value: Role; onChange: (role: Role) => void }) {
  return (
    <Field label="Role" hint={MAY[value]}>
      {(field) => (
        <Select {...field} value={value} onChange={(event) => onChange(event.target.value as Role)}>
          {ROLES.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </Select>
      )}
    </Field>
  )
}
