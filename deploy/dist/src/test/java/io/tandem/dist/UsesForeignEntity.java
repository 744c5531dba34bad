package io.tandem.dist;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Use a JPA entity of another package. */
class UsesForeignEntity extends ArchCondition<JavaClass> {

	UsesForeignEntity() {
		super("use a JPA entity of another feature");
	}

	@Override
	public void check(JavaClass user, ConditionEvents events) {
		user.getDirectDependenciesFromSelf()
			.stream()
			.filter((dependency) -> dependency.getTargetClass().isAnnotatedWith("jakarta.persistence.Entity"))
			.filter((dependency) -> !dependency.getTargetClass().getPackageName().equals(user.getPackageName()))
			.forEach((dependency) -> events.add(SimpleConditionEvent.satisfied(user, dependency.getDescription())));
	}

}
