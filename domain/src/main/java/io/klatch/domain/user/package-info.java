/// What a tenant's back end tells of its users: [Users] keeps it, [User] is one. A user need not be
/// told of to connect; tokens say who comes.
@NullMarked
package io.klatch.domain.user;

import org.jspecify.annotations.NullMarked;
