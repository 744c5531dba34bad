package io.tandem.healthsync.history;

import org.springframework.data.jpa.repository.JpaRepository;

interface PositionRows extends JpaRepository<PositionRow, String> {

}
