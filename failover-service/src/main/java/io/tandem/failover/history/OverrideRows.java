package io.tandem.failover.history;

import org.springframework.data.jpa.repository.JpaRepository;

interface OverrideRows extends JpaRepository<OverrideRow, Integer> {

}
