/// How often a user may do something: [LimitName] names each allowance, [Rate] says how much it is,
/// [Allowances] is the port that counts.
@NullMarked
package io.klatch.domain.limit;

import org.jspecify.annotations.NullMarked;
